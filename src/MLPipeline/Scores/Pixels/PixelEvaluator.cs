using System.Runtime.InteropServices;

namespace MLPipeline.Scores;

/// <summary>
/// Takes anomaly maps photo by photo and gives the pixel metrics of all of them. Maps are not kept: pixels go into
/// histograms whose bins are 2^-15 (0.003 %) of the score wide, so scores closer than that count as ties; only
/// the bins of defective pixels are stored one by one (4 bytes each). Not thread-safe: give each thread its own
/// evaluator and <see cref="Merge"/> them; all sums are integers, so the split does not change the result.
/// </summary>
public sealed class PixelEvaluator
{
    /// <summary>Each region and each good photo weighs this much in total, spread evenly over its pixels.</summary>
    private const long UnitWeight = 1L << 44;

    private readonly FloatHistogram _normal = new();
    private readonly FloatHistogram _anomalous = new();
    private readonly FloatHistogram _regions = new();
    private readonly FloatHistogram _good = new();
    private readonly List<(string Photo, int[] Bins)> _photos = [];
    private int _goodPhotos;
    private int _regionCount;

    /// <summary>Adds one photo.</summary>
    /// <param name="map">Scores row by row, width * height, higher = more anomalous, raw.</param>
    /// <param name="mask">
    /// As many values as the map, any value but 0 = defective (some data sets store class ids); empty for a good photo.
    /// </param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="photo">The name that the photo has in <see cref="PixelMetrics.Aupimo"/>.</param>
    /// <exception cref="ArgumentException">A size does not fit, or a score is NaN; the message names its index.</exception>
    public void Add(ReadOnlySpan<float> map, ReadOnlySpan<byte> mask, int width, int height, string photo = "")
    {
        if (width <= 0 || height <= 0 || map.Length != (long)width * height)
        {
            throw new ArgumentException(
                $"The map of '{photo}' has {map.Length} values, which is not {width} x {height}.", nameof(map));
        }

        if (!mask.IsEmpty && mask.Length != map.Length)
        {
            throw new ArgumentException(
                $"The mask of '{photo}' has {mask.Length} values but its map {map.Length}; resize the mask (nearest) or the map.",
                nameof(mask));
        }

        // All bins first, so that a NaN leaves the evaluator as it was.
        var bins = new int[map.Length];
        for (var i = 0; i < bins.Length; i++)
        {
            bins[i] = FloatHistogram.Bin(map[i]);
            if (bins[i] < 0)
            {
                throw new ArgumentException($"The map of '{photo}' is not a number at index {i} (row by row).", nameof(map));
            }
        }

        if (mask.IndexOfAnyExcept((byte)0) < 0)
        {
            AddGood(bins);
        }
        else
        {
            AddAnomalous(bins, mask, width, height, photo);
        }
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{float}, ReadOnlySpan{byte}, int, int, string)"/>
    public void Add(ReadOnlySpan<float> map, ReadOnlySpan<bool> mask, int width, int height, string photo = "") =>
        Add(map, MemoryMarshal.AsBytes(mask), width, height, photo);

    /// <summary>Adds all that another evaluator has seen; the other one is not changed.</summary>
    /// <param name="other">The evaluator of another part of the photos.</param>
    public void Merge(PixelEvaluator other)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(ReferenceEquals(this, other), true, nameof(other));
        _normal.Add(other._normal);
        _anomalous.Add(other._anomalous);
        _regions.Add(other._regions);
        _good.Add(other._good);
        _photos.AddRange(other._photos);
        _goodPhotos += other._goodPhotos;
        _regionCount += other._regionCount;
    }

    /// <summary>The metrics of all photos so far.</summary>
    /// <param name="auproLimit">FPR to which AUPRO is integrated, above 0 and at most 1; default 0.3.</param>
    /// <param name="aupimoLower">Lower FPR of AUPIMO; default 1e-5.</param>
    /// <param name="aupimoUpper">Upper FPR of AUPIMO; default 1e-4.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is outside of 0 to 1, or the two of AUPIMO are not in order.</exception>
    public PixelMetrics Evaluate(double auproLimit = 0.3, double aupimoLower = 1e-5, double aupimoUpper = 1e-4)
    {
        if (!(auproLimit > 0 && auproLimit <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(auproLimit), auproLimit, "The limit must be above 0 and at most 1.");
        }

        if (!(aupimoLower > 0 && aupimoLower < aupimoUpper && aupimoUpper <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(aupimoLower), aupimoLower, "The limits must be above 0, at most 1 and in order.");
        }

        var (bins, weights) = FloatHistogram.Descending(_anomalous, _normal, _regions);
        var groups = new ScoreGroups(Array.ConvertAll(bins, FloatHistogram.Edge), weights[0], weights[1]);
        var (goodBins, goodWeights) = FloatHistogram.Descending(_good);
        var perImage = new PerImageOverlap(goodBins, goodWeights[0], aupimoLower, aupimoUpper);
        var pixels = groups.TotalAnomalous + groups.TotalGood;
        PhotoOverlap[] aupimo = _goodPhotos == 0
            ? []
            : [.. _photos
                .OrderBy(p => p.Photo, StringComparer.Ordinal)
                .Select(p => new PhotoOverlap(p.Photo, perImage.Area(p.Bins)))];
        return new PixelMetrics
        {
            Auroc = RankingSums.Auroc(groups.Anomalous, groups.Good),
            AveragePrecision = RankingSums.AveragePrecision(groups.Anomalous, groups.Good),
            BaseRate = pixels == 0 ? null : (double)groups.TotalAnomalous / pixels,
            F1Max = RankingSums.F1Max(groups),
            Aupro = PerRegionOverlap.Area(weights[2], groups.Good, auproLimit),
            AuproLimit = auproLimit,
            MeanAupimo = aupimo.Length == 0 ? null : aupimo.Average(p => p.Aupimo),
            Aupimo = aupimo,
            AupimoPoints = perImage.Points,
            GoodPhotos = _goodPhotos,
            AnomalousPhotos = _photos.Count,
            Regions = _regionCount,
        };
    }

    private void AddGood(int[] bins)
    {
        var weight = UnitWeight / bins.Length;
        foreach (var bin in bins)
        {
            _normal.Add(bin, 1);
            _good.Add(bin, weight);
        }

        _goodPhotos++;
    }

    private void AddAnomalous(int[] bins, ReadOnlySpan<byte> mask, int width, int height, string photo)
    {
        var defective = new List<int>();
        for (var i = 0; i < bins.Length; i++)
        {
            if (mask[i] == 0)
            {
                _normal.Add(bins[i], 1);
            }
            else
            {
                _anomalous.Add(bins[i], 1);
                defective.Add(bins[i]);
            }
        }

        foreach (var region in ConnectedComponents.Find(mask, width, height))
        {
            var weight = UnitWeight / region.Length;
            foreach (var pixel in region)
            {
                _regions.Add(bins[pixel], weight);
            }

            _regionCount++;
        }

        defective.Sort();
        _photos.Add((photo, [.. defective]));
    }
}
