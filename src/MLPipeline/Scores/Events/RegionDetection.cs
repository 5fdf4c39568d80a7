namespace MLPipeline.Scores;

/// <summary>
/// The region-based detection criterion (Ramachandra and Jones 2020): a true region is detected if a found one overlaps it with
/// an intersection over union of at least 0.1; found regions that overlap no true one are false. The area under the rate of
/// detected regions against false regions a frame, up to one false region a frame. Regions are counted on the grid of the map.
/// </summary>
public sealed class RegionDetection
{
    private const double LeastOverlap = 0.1;

    private readonly float[] _limits;
    private readonly long[] _detected;
    private readonly long[] _false;
    private long _regions;
    private long _frames;

    /// <summary>Starts a count.</summary>
    /// <param name="limits">The limits of the map that make the curve, in any order.</param>
    public RegionDetection(IEnumerable<float> limits)
    {
        _limits = [.. limits.Distinct().OrderDescending()];
        (_detected, _false) = (new long[_limits.Length], new long[_limits.Length]);
    }

    /// <summary>Adds a frame. Safe for several threads.</summary>
    /// <param name="map">Scores, row by row.</param>
    /// <param name="truth">As many; true is anomalous.</param>
    /// <param name="width">Cells in a row.</param>
    public void Add(ReadOnlySpan<float> map, ReadOnlySpan<bool> truth, int width)
    {
        var height = map.Length / width;
        var regions = Find(truth, width, height);
        var (detected, wrong) = (new int[_limits.Length], new int[_limits.Length]);
        var mask = new bool[map.Length];
        for (var l = 0; l < _limits.Length; l++)
        {
            for (var i = 0; i < mask.Length; i++)
            {
                mask[i] = map[i] > _limits[l];
            }

            var found = Find(mask, width, height);
            detected[l] = regions.Count(region => found.Exists(f => Overlap(f, region) >= LeastOverlap));
            wrong[l] = found.Count(f => !regions.Exists(region => Overlap(f, region) >= LeastOverlap));
        }

        lock (_detected)
        {
            _regions += regions.Count;
            _frames++;
            for (var l = 0; l < _limits.Length; l++)
            {
                _detected[l] += detected[l];
                _false[l] += wrong[l];
            }
        }
    }

    /// <summary>The area, from 0 to 1; null without a true region.</summary>
    public double? Area()
    {
        if (_regions == 0)
        {
            return null;
        }

        // The best rate for at most so many false regions: a higher limit may have more of them, where it cuts a region in two.
        var points = _limits.Select((_, l) => (False: (double)_false[l] / _frames, Rate: (double)_detected[l] / _regions)).OrderBy(p => p.False).ThenBy(p => p.Rate);
        var (area, at, rate) = (0.0, 0.0, 0.0);
        foreach (var point in points.TakeWhile(p => p.False <= 1))
        {
            area += (point.False - at) * rate;
            (at, rate) = (point.False, Math.Max(rate, point.Rate));
        }

        return area + ((1 - at) * rate);
    }

    private static List<HashSet<int>> Find(ReadOnlySpan<bool> mask, int width, int height)
    {
        var bytes = new byte[mask.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = mask[i] ? (byte)1 : (byte)0;
        }

        return bytes.AsSpan().Contains((byte)1) ? [.. ConnectedComponents.Find(bytes, width, height).Select(r => r.ToHashSet())] : [];
    }

    private static double Overlap(HashSet<int> found, HashSet<int> truth)
    {
        var shared = found.Count < truth.Count ? found.Count(truth.Contains) : truth.Count(found.Contains);
        return (double)shared / (found.Count + truth.Count - shared);
    }
}
