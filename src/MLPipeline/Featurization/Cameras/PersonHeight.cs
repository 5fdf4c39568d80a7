using MLPipeline.Compute;

namespace MLPipeline.Featurization;

/// <summary>How high people are in the pictures of a camera: the median height of upright moving regions.</summary>
internal static class PersonHeight
{
    private const double LeastArea = 0.0005;

    /// <summary>Without any moving region a person is taken to be this share of the picture's height.</summary>
    private const float Unseen = 1 / 8f;

    /// <summary>Measures it, in pixels of the pictures given.</summary>
    /// <param name="pictures">Grey levels of pictures spread over the training clips, row by row.</param>
    /// <param name="width">Their width.</param>
    /// <returns>The height, and the number of regions that it rests on: 0 where it is a guess.</returns>
    public static (float Height, int Regions) Of(IReadOnlyList<byte[]> pictures, int width)
    {
        var height = pictures[0].Length / width;
        var background = PixelMedian.Of(pictures.Count, width, height, (k, i) => pictures[k][i]);
        var threshold = PixelMedian.Of(pictures.Count, width, height, (k, i) => Math.Abs(pictures[k][i] - background.Values[i]));
        for (var i = 0; i < threshold.Values.Length; i++)
        {
            threshold.Values[i] = Math.Max(
                MotionOptions.ForegroundSigma * Math.Max(1.4826f * threshold.Values[i], 1.5f), 2 * MotionOptions.ForegroundFloor);
        }

        var heights = new List<float>();
        var (filter, mask, lit) = (PlaneFilter.Mean(width, height, 1), new bool[width * height], new Plane(width, height));
        foreach (var picture in pictures)
        {
            for (var i = 0; i < mask.Length; i++)
            {
                lit.Values[i] = picture[i];
            }

            Light.Normalise(lit, background);
            for (var i = 0; i < mask.Length; i++)
            {
                lit.Values[i] = Math.Abs(lit.Values[i] - background.Values[i]);
            }

            filter.Apply(lit, lit);
            for (var i = 0; i < mask.Length; i++)
            {
                mask[i] = lit.Values[i] > threshold.Values[i];
            }

            heights.AddRange(Blobs.Find(mask, width).Where(b => IsUpright(b, width, height)).Select(b => (float)b.Height));
        }

        return heights.Count > 0 ? (PixelMedian.Of([.. heights]), heights.Count) : (Unseen * height, 0);
    }

    /// <summary>Whether a region may be a person: large enough, at most as wide as high, whole within the picture.</summary>
    private static bool IsUpright(Blob blob, int width, int height) =>
        blob.Area >= LeastArea * width * height
        && blob.Width <= blob.Height && blob.Height <= 4 * blob.Width
        && blob.X > 0 && blob.Y > 0 && blob.X + blob.Width < width && blob.Y + blob.Height < height;
}
