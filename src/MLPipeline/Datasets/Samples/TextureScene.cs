using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>A surface cut from a photograph, coloured, unevenly lit, with a defect painted into it before the light and the noise.</summary>
/// <param name="name">Name of the category and of the embedded photograph.</param>
/// <param name="piece">Side of a piece in pixels of the photograph.</param>
/// <param name="turn">Largest angle of a piece, radians.</param>
/// <param name="dark">Colour of black, 0 to 255.</param>
/// <param name="bright">Colour of white, 0 to 255.</param>
/// <param name="defects">The kinds of defect: name, and what paints it.</param>
internal sealed class TextureScene(
    string name, float piece, float turn, SKColor dark, SKColor bright, IReadOnlyList<(string Name, Action<Picture, Random> Paint)> defects) : IScene
{
    private readonly Texture _texture = Texture.Embedded(name);

    public string Name => name;

    public IReadOnlyList<string> Defects { get; } = [.. defects.Select(defect => defect.Name)];

    public Picture Photograph(Random random, bool test, string? defect)
    {
        var values = _texture.Cut(random, test, piece * random.Between(0.95f, 1.05f), turn);
        var picture = new Picture();
        for (var i = 0; i < values.Length; i++)
        {
            var t = values[i] / 255;
            picture.Pixels[3 * i] = dark.Red + (t * (bright.Red - dark.Red));
            picture.Pixels[(3 * i) + 1] = dark.Green + (t * (bright.Green - dark.Green));
            picture.Pixels[(3 * i) + 2] = dark.Blue + (t * (bright.Blue - dark.Blue));
        }
        if (defect is not null)
        {
            defects.First(kind => kind.Name == defect).Paint(picture, random);
        }
        picture.Expose(random, unevenness: 0.15f, noise: 2);
        return picture;
    }
}
