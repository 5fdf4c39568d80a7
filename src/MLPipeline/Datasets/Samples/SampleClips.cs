using System.Runtime.InteropServices;
using System.Text;
using SkiaSharp;

namespace MLPipeline.Datasets;

/// <summary>
/// Makes clips to try everything without own ones: one drawn square (<see cref="SquareScene"/>), normal clips to learn from,
/// test clips with a cyclist, a runner, somebody who goes the wrong way, a bag that is left, and normal ones; labels and masks.
/// </summary>
public static class SampleClips
{
    /// <summary>The camera's name.</summary>
    public const string Camera = "square";

    private const int TrainClips = 10;
    private const int NormalClips = 2;
    private const int Frames = 150;
    private const int Quality = 92;
    private static readonly string[] Kinds = ["cyclist", "runner", "wrongway", "bag"];

    /// <summary>Writes the clips; the same seed gives the same bytes.</summary>
    /// <param name="outFolder">Folder to write to, made where it does not exist; files of an earlier sample are written anew.</param>
    /// <param name="seed">What all randomness follows from.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <returns>The clips, opened.</returns>
    /// <exception cref="ClipException">The folder cannot be written.</exception>
    public static ClipDataset Write(string outFolder, int seed = 42, CancellationToken cancellation = default)
    {
        var root = Path.Combine(Path.GetFullPath(outFolder), Camera);
        var scene = new SquareScene(seed);
        var seeds = new Random(seed);
        (string Split, string Name, string? Kind, int Seed)[] clips =
        [
            .. Enumerable.Range(0, TrainClips).Select(i => ("train", $"{i:00}", (string?)null, seeds.Next())),
            .. Kinds.Select(kind => ("test", kind, kind, seeds.Next())),
            .. Enumerable.Range(0, NormalClips).Select(i => ("test", $"normal-{i}", (string?)null, seeds.Next())),
        ];
        var labels = new string[clips.Length];
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
            Parallel.For(0, clips.Length, options, i =>
            {
                var (split, name, kind, own) = clips[i];
                labels[i] = new Filming(scene, own, kind).Film(root, split, name, cancellation);
            });
            File.WriteAllText(Path.Combine(root, FrameLabels.FileName), "clip,frame,label,kind\n" + string.Concat(labels));
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is IOException or UnauthorizedAccessException)
        {
            throw new ClipException($"The sample cannot be written to '{root}': {e.InnerExceptions[0].Message} Choose a folder that this user may write to, on a disk with 50 MB free.", e);
        }

        return ClipDataset.Open(root);
    }

    /// <summary>One clip: who walks where, and what is unusual.</summary>
    private sealed class Filming(SquareScene scene, int seed, string? kind)
    {
        private const int BagLeft = 50;

        private readonly Random _random = new(seed);

        public string Film(string root, string split, string name, CancellationToken cancellation)
        {
            var (folder, masks) = (Path.Combine(root, split, name), Path.Combine(root, "ground_truth", name));
            Directory.CreateDirectory(folder);
            var (walkers, rows) = (Walkers(), new StringBuilder());
            var intruder = kind is null ? null : Intruder();
            for (var t = 0; t < Frames; t++)
            {
                cancellation.ThrowIfCancellationRequested();
                var actors = walkers.Select(w => w.At(t)).ToList();
                if (intruder is not null)
                {
                    actors.Add(kind == "bag" ? intruder.At(t) with { IsUnusual = false } : intruder.At(t));
                }

                if (kind == "bag" && t >= BagLeft)
                {
                    actors.Add(intruder!.At(BagLeft) with { Kind = ActorKind.Bag, Shade = 55, IsUnusual = true });
                }

                var (picture, mask) = scene.Draw(actors, _random);
                File.WriteAllBytes(Path.Combine(folder, $"{t:000}.jpg"), Encode(picture, SKEncodedImageFormat.Jpeg));
                if (mask is not null)
                {
                    Directory.CreateDirectory(masks);
                    File.WriteAllBytes(Path.Combine(masks, $"{t:000}_mask.png"), Encode(mask, SKEncodedImageFormat.Png));
                }

                if (split == "test")
                {
                    rows.Append($"{name},{t:000}.jpg,{(mask is null ? 0 : 1)},{(mask is null ? "" : kind)}\n");
                }
            }

            return rows.ToString();
        }

        private List<Walk> Walkers()
        {
            var walkers = new List<Walk>();
            for (var x = -120f; x < SquareScene.Width + 120; x += _random.Between(70, 130))
            {
                walkers.Add(WalkerAt(x, _random.Between(88, 124), _random.Next(2) == 0 ? 1 : -1));
            }

            for (var x = -40f; x < SquareScene.Width + 200; x += _random.Between(75, 125))
            {
                walkers.Add(WalkerAt(x, _random.Between(172, 196), -1));
            }

            return walkers;
        }

        private Walk WalkerAt(float x, float y, int direction) =>
            new(ActorKind.Walker, x, y, direction * _random.Between(0.03f, 0.038f), _random.Between(0, MathF.Tau), _random.Next(2) == 0 ? _random.Between(40, 90) : _random.Between(215, 240), false);

        private Walk Intruder() => kind switch
        {
            "cyclist" => new(ActorKind.Cyclist, -60, 112, 0.16f, 0, 45, true),
            "runner" => new(ActorKind.Walker, SquareScene.Width + 30, 102, -0.12f, 0, 230, true),
            "wrongway" => new(ActorKind.Walker, -10, 184, 0.036f, 0, 50, true),
            _ => new(ActorKind.Walker, 150, 108, 0.034f, 0, 60, true),
        };
    }

    /// <summary>A way at one pace, given in heights of the walker a frame.</summary>
    private sealed record Walk(ActorKind Kind, float X, float Y, float Pace, float Phase, float Shade, bool IsUnusual)
    {
        public Actor At(int frame)
        {
            var way = Pace * SquareScene.HeightAt(Y) * frame;
            // A step is 0.4 heights long.
            return new Actor(Kind, X + way, Y, Phase + (MathF.PI * Math.Abs(Pace) * frame / 0.4f), Shade, IsUnusual);
        }
    }

    private static byte[] Encode(byte[] pixels, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(SquareScene.Width, SquareScene.Height, SKColorType.Gray8, SKAlphaType.Opaque));
        Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using var data = bitmap.Encode(format, Quality);
        return data.ToArray();
    }
}
