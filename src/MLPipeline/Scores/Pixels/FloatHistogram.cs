namespace MLPipeline.Scores;

/// <summary>
/// Integer weights over an order-preserving quantisation of float: sign, exponent and the top 15 bits of the mantissa,
/// so a bin is 2^-15 (0.003 %) of its value wide whatever the scale of the scores. A page per exponent is made when
/// first needed (256 KiB each), so scores within three decades cost about 3 MiB. Integers add in any order to the
/// same sum, which keeps merged results deterministic.
/// </summary>
internal sealed class FloatHistogram
{
    private const int DroppedBits = 8;
    private const int PageBits = 15;
    private const int PageSize = 1 << PageBits;
    private const int PageCount = 1 << (32 - DroppedBits - PageBits);

    private readonly long[]?[] _pages = new long[]?[PageCount];

    /// <summary>The bin of a score; a higher score is never in a lower bin. -1 for NaN.</summary>
    public static int Bin(float score)
    {
        // Adding 0 turns -0 into 0. Then the usual trick: positive floats sort as their bits, negative ones reversed.
        var bits = BitConverter.SingleToUInt32Bits(score + 0f);
        if ((bits & 0x7FFF_FFFFu) > 0x7F80_0000u)
        {
            return -1;
        }

        var sortable = (bits & 0x8000_0000u) != 0 ? ~bits : bits | 0x8000_0000u;
        return (int)(sortable >> DroppedBits);
    }

    /// <summary>The lowest score of a bin, so that score >= Edge(bin) is exactly "in this bin or above".</summary>
    public static float Edge(int bin)
    {
        var sortable = (uint)bin << DroppedBits;
        return BitConverter.UInt32BitsToSingle((sortable & 0x8000_0000u) != 0 ? sortable & 0x7FFF_FFFFu : ~sortable);
    }

    public void Add(int bin, long weight)
    {
        var page = _pages[bin >> PageBits] ??= new long[PageSize];
        page[bin & (PageSize - 1)] += weight;
    }

    public void Add(FloatHistogram other)
    {
        for (var p = 0; p < PageCount; p++)
        {
            if (other._pages[p] is { } source)
            {
                var page = _pages[p] ??= new long[PageSize];
                for (var i = 0; i < PageSize; i++)
                {
                    page[i] += source[i];
                }
            }
        }
    }

    /// <summary>The bins that are not empty in at least one of the histograms, descending, and the weights of each there.</summary>
    public static (int[] Bins, long[][] Weights) Descending(params FloatHistogram[] histograms)
    {
        var bins = new List<int>();
        var weights = Array.ConvertAll(histograms, _ => new List<long>());
        for (var p = PageCount - 1; p >= 0; p--)
        {
            var pages = Array.ConvertAll(histograms, h => h._pages[p]);
            if (Array.TrueForAll(pages, page => page is null))
            {
                continue;
            }

            for (var i = PageSize - 1; i >= 0; i--)
            {
                var any = false;
                foreach (var page in pages)
                {
                    any |= page is not null && page[i] != 0;
                }

                if (any)
                {
                    bins.Add((p << PageBits) | i);
                    for (var h = 0; h < pages.Length; h++)
                    {
                        weights[h].Add(pages[h]?[i] ?? 0);
                    }
                }
            }
        }

        return ([.. bins], Array.ConvertAll(weights, list => list.ToArray()));
    }
}
