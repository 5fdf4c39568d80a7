namespace MLPipeline.Scores;

/// <summary>How many pixels are in which bin of a <see cref="FloatHistogram"/>: those of one photo.</summary>
internal sealed class BinCounts
{
    private readonly int[] _bins;
    private readonly long[] _below;

    /// <param name="pixels">Bins with a number of pixels each; a bin may come several times.</param>
    public BinCounts(IEnumerable<(int Bin, int Count)> pixels)
    {
        var groups = pixels.GroupBy(p => p.Bin).Select(g => (Bin: g.Key, Count: g.Sum(p => (long)p.Count))).OrderBy(g => g.Bin).ToArray();
        _bins = [.. groups.Select(g => g.Bin)];
        _below = new long[groups.Length + 1];
        for (var i = 0; i < groups.Length; i++)
        {
            _below[i + 1] = _below[i] + groups[i].Count;
        }
    }

    /// <summary>The share of the pixels whose bin is this one or a higher one.</summary>
    public double ShareAtOrAbove(int bin)
    {
        var place = Array.BinarySearch(_bins, bin);
        return (double)(_below[^1] - _below[place < 0 ? ~place : place]) / _below[^1];
    }
}
