using System.Runtime.InteropServices;

namespace MLPipeline.Scores;

/// <summary>
/// Takes anomaly maps photo by photo and gives the pixel metrics of all of them. Maps are not kept: pixels go into
/// histograms whose bins are 2^-15 (0.003 %) of the score wide, so scores closer than that count as ties. Not thread-safe:
/// give each thread its own evaluator and <see cref="Merge"/> them; all sums are integers, so the split does not change the
/// result. AUPIMO needs all good photos before the first anomalous one can be measured: until then the bins of defective
/// pixels are kept, and <see cref="AfterGood"/> is for whoever adds the good ones first and wants nothing kept.
/// </summary>
public sealed class PixelEvaluator
{
    /// <summary>Each region and each good photo weighs this much in total, spread evenly over its pixels.</summary>
    private const long UnitWeight = 1L << 44;

    private const double DefaultLower = 1e-5;
    private const double DefaultUpper = 1e-4;

    private readonly FloatHistogram _normal = new();
    private readonly FloatHistogram _anomalous = new();
    private readonly FloatHistogram _regions = new();
    private readonly FloatHistogram _good = new();
    private readonly List<(string Photo, BinCounts Defective)> _photos = [];
    private readonly List<PhotoOverlap> _measured = [];
    private PerImageOverlap? _perImage;
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

        Add(map, mask, new PixelBlocks(width, height, 1), photo);
    }

    /// <summary>Adds one photo whose map has one score per block, and whose mask one value per pixel; empty for a good photo.</summary>
    internal void Add(ReadOnlySpan<float> map, ReadOnlySpan<byte> mask, PixelBlocks blocks, string photo)
    {
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
            AddGood(bins, blocks);
        }
        else
        {
            AddAnomalous(bins, mask, blocks, photo);
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
        _measured.AddRange(other._measured);
        _perImage ??= other._perImage;
        _goodPhotos += other._goodPhotos;
        _regionCount += other._regionCount;
    }

    /// <summary>The metrics of all photos so far.</summary>
    /// <param name="auproLimit">FPR to which AUPRO is integrated, above 0 and at most 1; default 0.3.</param>
    /// <param name="aupimoLower">Lower FPR of AUPIMO; default 1e-5.</param>
    /// <param name="aupimoUpper">Upper FPR of AUPIMO; default 1e-4.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is outside of 0 to 1, or the two of AUPIMO are not in order.</exception>
    public PixelMetrics Evaluate(double auproLimit = 0.3, double aupimoLower = DefaultLower, double aupimoUpper = DefaultUpper)
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
        var perImage = _perImage ?? OverlapAxis(aupimoLower, aupimoUpper);
        var pixels = groups.TotalAnomalous + groups.TotalGood;
        PhotoOverlap[] aupimo = _goodPhotos == 0
            ? []
            : [.. _photos
                .Select(p => new PhotoOverlap(p.Photo, perImage.Area(p.Defective)))
                .Concat(_measured)
                .OrderBy(p => p.Photo, StringComparer.Ordinal)];
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
            AnomalousPhotos = _photos.Count + _measured.Count,
            Regions = _regionCount,
        };
    }

    /// <summary>
    /// An evaluator for further photos, to be merged into this one in the end: those of bad products are measured at once,
    /// against the good photos that this one has, and nothing of them is kept. No good photo may follow, and the limits of
    /// AUPIMO are the usual ones.
    /// </summary>
    internal PixelEvaluator AfterGood() => new() { _perImage = _perImage ??= OverlapAxis(DefaultLower, DefaultUpper) };

    private PerImageOverlap OverlapAxis(double lower, double upper)
    {
        var (bins, weights) = FloatHistogram.Descending(_good);
        return new(bins, weights[0], lower, upper);
    }

    private void AddGood(int[] bins, PixelBlocks blocks)
    {
        var weight = UnitWeight / blocks.Pixels;
        for (var block = 0; block < bins.Length; block++)
        {
            var area = blocks.AreaOf(block);
            _normal.Add(bins[block], area);
            _good.Add(bins[block], weight * area);
        }

        _goodPhotos++;
    }

    private void AddAnomalous(int[] bins, ReadOnlySpan<byte> mask, PixelBlocks blocks, string photo)
    {
        var defective = new int[bins.Length];
        for (var pixel = 0; pixel < mask.Length; pixel++)
        {
            if (mask[pixel] != 0)
            {
                defective[blocks.BlockOf(pixel)]++;
            }
        }

        for (var block = 0; block < bins.Length; block++)
        {
            if (blocks.AreaOf(block) - defective[block] is var normal and > 0)
            {
                _normal.Add(bins[block], normal);
            }

            if (defective[block] > 0)
            {
                _anomalous.Add(bins[block], defective[block]);
            }
        }

        ConnectedComponents.Visit(mask, blocks.Width, blocks.Height, region =>
        {
            var weight = UnitWeight / region.Count;
            foreach (var pixel in region)
            {
                _regions.Add(bins[blocks.BlockOf(pixel)], weight);
            }

            _regionCount++;
        });

        var counts = new BinCounts(Enumerable.Range(0, bins.Length).Where(b => defective[b] > 0).Select(b => (bins[b], defective[b])));
        if (_perImage is null)
        {
            _photos.Add((photo, counts));
        }
        else
        {
            _measured.Add(new(photo, _perImage.Area(counts)));
        }
    }
}
