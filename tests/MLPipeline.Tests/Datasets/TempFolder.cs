using SkiaSharp;

namespace MLPipeline.Tests.Datasets;

/// <summary>A folder of fixtures made by code, removed at the end of the test.</summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder(string name = "dataset")
    {
        _parent = Directory.CreateTempSubdirectory("mlpipeline-").FullName;
        Root = Directory.CreateDirectory(Path.Combine(_parent, name)).FullName;
    }

    private readonly string _parent;

    public string Root { get; }

    public string this[string relative] => Path.Combine(Root, relative);

    /// <summary>Empty files: enough where only names count.</summary>
    public void Touch(string folder, params string[] names)
    {
        Directory.CreateDirectory(this[folder]);
        foreach (var name in names)
        {
            File.WriteAllBytes(Path.Combine(this[folder], name), []);
        }
    }

    public void TouchMany(string folder, int count) =>
        Touch(folder, Enumerable.Range(0, count).Select(i => $"{i:000}.png").ToArray());

    public string Write(string relative, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[relative])!);
        File.WriteAllBytes(this[relative], bytes);
        return this[relative];
    }

    public string Write(string relative, string text) => Write(relative, System.Text.Encoding.UTF8.GetBytes(text));

    public string Image(string relative, int width, int height, Func<int, int, SKColor> color, SKColorType type = SKColorType.Rgba8888, bool alpha = false)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, type, alpha ? SKAlphaType.Unpremul : SKAlphaType.Opaque));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, color(x, y));
            }
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return Write(relative, data.ToArray());
    }

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (var folder in Directory.EnumerateDirectories(Root))
            {
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        Directory.Delete(_parent, recursive: true);
    }
}
