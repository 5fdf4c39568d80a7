using System.Globalization;
using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>
/// Notices that a camera no longer looks where it looked in training: the mean of the first frames of a clip has its edges
/// elsewhere than the background, or has none of them. Edges are compared, since light changes from day to day.
/// </summary>
internal sealed class CameraPlace(Camera camera)
{
    /// <summary>Frames whose mean is compared: people walk out of it.</summary>
    private const int Frames = 20;

    /// <summary>The farthest move that is looked for, in pixels of the working scale.</summary>
    private const int Farthest = 24;

    private const double Same = 0.6;
    private const double Better = 0.15;

    private readonly Plane _sum = new(camera.Width, camera.Height);
    private int _count;

    /// <summary>What is to be said, in words; null where the camera has not moved, or where too few frames were seen.</summary>
    public string? Moved { get; private set; }

    /// <summary>Takes a frame at the working scale.</summary>
    public void Step(Plane image)
    {
        if (_count >= Frames)
        {
            return;
        }

        for (var i = 0; i < image.Values.Length; i++)
        {
            _sum.Values[i] += image.Values[i];
        }

        if (++_count == Frames)
        {
            Compare();
        }
    }

    private void Compare()
    {
        var (now, then) = (Edges(_sum), Edges(camera.Background));
        var here = Alike(now, then, 0, 0);
        if (here >= Same)
        {
            return;
        }

        var (best, bestX, bestY) = (here, 0, 0);
        var (mostX, mostY) = (Math.Min(Farthest, camera.Width / 3), Math.Min(Farthest, camera.Height / 3));
        for (var dy = -mostY; dy <= mostY; dy++)
        {
            for (var dx = -mostX; dx <= mostX; dx++)
            {
                var alike = Alike(now, then, dx, dy);
                (best, bestX, bestY) = alike > best ? (alike, dx, dy) : (best, bestX, bestY);
            }
        }

        var scale = (double)camera.SourceWidth / camera.Width;
        Moved = best > here + Better
            ? string.Create(CultureInfo.InvariantCulture, $"the camera has moved: the picture lies about {scale * bestX:0} pixels to the right and {scale * bestY:0} down of where it was in training")
            : here < Same / 2
            ? "the picture has next to nothing in common with the training clips' background: it is another camera, or the camera was turned"
            : null;
    }

    /// <summary>The correlation of edges, with one picture moved.</summary>
    private static double Alike(Plane now, Plane then, int dx, int dy)
    {
        double products = 0, own = 0, other = 0;
        for (var y = Math.Max(0, -dy); y < Math.Min(then.Height, then.Height - dy); y += 2)
        {
            for (var x = Math.Max(0, -dx); x < Math.Min(then.Width, then.Width - dx); x += 2)
            {
                var (a, b) = (now.Values[((y + dy) * now.Width) + x + dx], then.Values[(y * then.Width) + x]);
                products += a * b;
                own += a * a;
                other += b * b;
            }
        }

        return products / Math.Sqrt((own * other) + 1e-9);
    }

    /// <summary>How strong the edges are, less their mean.</summary>
    private static Plane Edges(Plane image)
    {
        var (smooth, edges) = (new Plane(image.Width, image.Height), new Plane(image.Width, image.Height));
        PlaneFilter.Gauss(image.Width, image.Height, 1, 3).Apply(image, smooth);
        for (var y = 1; y < image.Height - 1; y++)
        {
            for (var x = 1; x < image.Width - 1; x++)
            {
                var i = (y * image.Width) + x;
                var (gx, gy) = (smooth.Values[i + 1] - smooth.Values[i - 1], smooth.Values[i + image.Width] - smooth.Values[i - image.Width]);
                edges.Values[i] = MathF.Sqrt((gx * gx) + (gy * gy));
            }
        }

        var mean = edges.Values.Average();
        for (var i = 0; i < edges.Values.Length; i++)
        {
            edges.Values[i] -= mean;
        }

        return edges;
    }
}
