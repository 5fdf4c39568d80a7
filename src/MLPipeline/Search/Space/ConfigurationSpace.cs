using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;

namespace MLPipeline.Search;

/// <summary>The configurations that a search may propose: <see cref="SearchPoint"/> narrowed by the pipeline file.</summary>
/// <remarks>
/// A grid of cells goes with the <c>patch-</c> detectors, a coarse grid as one vector with PCA and <c>knn</c>, and the mean
/// with all that look at one vector (<c>mahalanobis</c> would need too large a covariance for a longer one). A set of layers
/// must be in the backbone.
/// </remarks>
public sealed class ConfigurationSpace
{
    private static readonly Dictionary<string, string[]> DetectorsOfPooling = new(StringComparer.Ordinal)
    {
        ["cells"] = ["patch-gaussian", "patch-memory", "patch-pca"],
        ["grid"] = ["pca-residual", "randomized-pca", "knn"],
        ["mean"] = ["mahalanobis", "pca-residual", "randomized-pca", "knn", "one-class-svm", "gaussian-mixture"],
    };

    private static readonly string[] ParameterNames =
    [
        nameof(SearchPoint.Smoothing), nameof(SearchPoint.Cells), nameof(SearchPoint.GridCells), nameof(SearchPoint.Rank),
        nameof(SearchPoint.NoiseFloor), nameof(SearchPoint.TopShare), nameof(SearchPoint.Variance),
    ];

    private readonly SpaceOptions _options;
    private readonly FeaturizerOptions _featurizer;
    private readonly Dictionary<string, Backbone> _backbones;

    /// <summary>The backbones that it may use, each with the space's runtime and device.</summary>
    internal IEnumerable<FeaturizerOptions> Featurizers => _backbones.Keys.Select(b => _featurizer with { Backbone = b });

    /// <summary>Makes the space.</summary>
    /// <param name="options">What it may contain.</param>
    /// <param name="featurizer">Gives every configuration its runtime and its GPU; null for the defaults.</param>
    /// <exception cref="ArgumentException">Nothing fits together.</exception>
    /// <exception cref="FileNotFoundException">There is no such backbone.</exception>
    public ConfigurationSpace(SpaceOptions options, FeaturizerOptions? featurizer = null)
    {
        _options = options;
        _featurizer = featurizer ?? new();
        _backbones = options.Backbones.Distinct().ToDictionary(b => b, BackboneCatalog.Find, StringComparer.Ordinal);
        Dimensions = Dimension.All(new Dictionary<string, IReadOnlyList<object>>
        {
            [nameof(SearchPoint.Backbone)] = [.. options.Backbones.Distinct()],
            [nameof(SearchPoint.Size)] = [.. options.Sizes.Distinct().Select(s => (object)s)],
            [nameof(SearchPoint.Layers)] = [.. options.Layers.Distinct()],
            [nameof(SearchPoint.Pooling)] = [.. options.Poolings.Distinct()],
            [nameof(SearchPoint.Detector)] = [.. options.Detectors.Distinct()],
        });
        Structures = [.. Combinations()];
        if (Structures.Count == 0)
        {
            throw new ArgumentException(
                "search.space holds no combination that makes sense. " +
                string.Join("; ", DetectorsOfPooling.Select(p => $"{p.Key} needs a detector of {string.Join(", ", p.Value)}")) +
                "; and the backbones must have the layers: " +
                string.Join("; ", _backbones.Select(b => $"{b.Key} has {string.Join(", ", b.Value.Layers.Select(l => l.Name))}")) + ".");
        }

        Default = Structures.FirstOrDefault(s => s == new SearchPoint()) ?? Structures[0];
    }

    /// <summary>The properties of a point with the values they may take.</summary>
    public IReadOnlyList<Dimension> Dimensions { get; }

    /// <summary>Every valid combination of backbone, size, layers, pooling and detector, the rest at its defaults.</summary>
    public IReadOnlyList<SearchPoint> Structures { get; }

    /// <summary>The default configuration, or the first valid one where the file excludes the default.</summary>
    public SearchPoint Default { get; }

    /// <summary>The dimensions that the structure leaves open; none where the file fixes the parameters.</summary>
    public IEnumerable<Dimension> Parameters => Dimensions.Where(d => _options.Parameters && ParameterNames.Contains(d.Name));

    /// <summary>Whether a point may be proposed.</summary>
    public bool IsValid(SearchPoint point) =>
        _backbones.TryGetValue(point.Backbone, out var backbone)
        && _options.Sizes.Contains(point.Size)
        && _options.Layers.Contains(point.Layers)
        && point.Layers.Split('+').All(l => backbone.Layers.Any(b => b.Name == l))
        && _options.Poolings.Contains(point.Pooling)
        && _options.Detectors.Contains(point.Detector)
        && DetectorsOfPooling[point.Pooling].Contains(point.Detector);

    /// <summary>
    /// The valid point that an engine which samples each dimension for itself most likely meant: the point, or the
    /// structure that shares the most values with it, with the point's parameters.
    /// </summary>
    public SearchPoint Repair(SearchPoint point)
    {
        if (IsValid(point))
        {
            return Canonical(point);
        }

        var structure = Dimensions.Where(d => !ParameterNames.Contains(d.Name)).ToArray();
        var nearest = Structures.MaxBy(s => structure.Count(d => d.Get(s).Equals(d.Get(point))))!;
        return Canonical(structure.Aggregate(point, (p, d) => d.Set(p, d.Get(nearest))));
    }

    /// <summary>
    /// The point with every parameter that its detector and pooling do not read at its default, so that equal
    /// configurations are equal points.
    /// </summary>
    public SearchPoint Canonical(SearchPoint point)
    {
        var plain = new SearchPoint();
        var gaussian = point.Detector == "patch-gaussian" && _options.Parameters;
        return point with
        {
            Smoothing = _options.Parameters && point.Pooling != "mean" ? point.Smoothing : plain.Smoothing,
            Cells = point.Pooling == "cells" && _options.Parameters ? Cells(point) : plain.Cells,
            GridCells = point.Pooling == "grid" && _options.Parameters ? point.GridCells : plain.GridCells,
            Rank = gaussian ? point.Rank : plain.Rank,
            NoiseFloor = gaussian ? point.NoiseFloor : plain.NoiseFloor,
            TopShare = point.Pooling == "cells" && _options.Parameters ? point.TopShare : plain.TopShare,
            Variance = point.Detector is "pca-residual" or "randomized-pca" && _options.Parameters ? point.Variance : plain.Variance,
        };
    }

    /// <summary>The member of a pipeline that a point describes.</summary>
    public MemberOptions Member(SearchPoint point) => new()
    {
        Featurizer = _featurizer with { Backbone = point.Backbone, Size = point.Size, Layers = point.Layers.Split('+') },
        Embedding = new()
        {
            Cells = point.Pooling switch { "mean" => 1, "grid" => point.GridCells, _ => point.Cells },
            Smoothing = point.Smoothing,
        },
        Detector = DetectorFactory.Defaults[point.Detector] switch
        {
            PatchGaussianOptions o => o with { Rank = point.Rank, NoiseFloor = point.NoiseFloor, TopShare = point.TopShare },
            PatchMemoryOptions o => o with { TopShare = point.TopShare },
            PatchPcaOptions o => o with { TopShare = point.TopShare },
            PcaResidualOptions o => o with { Variance = point.Variance },
            RandomizedPcaOptions o => o with { Variance = point.Variance },
            var other => other,
        },
    };

    /// <summary>
    /// What a photo costs with the featurizer of a point, in units of its own: its pixels times the weights of the
    /// network. An estimate and not a clock, so that the same seed gives the same trials.
    /// </summary>
    public double Cost(SearchPoint point)
    {
        var backbone = _backbones[point.Backbone];
        return (double)point.Size * point.Size * new FileInfo(backbone.PathOf(backbone.Has(".onnx") ? ".onnx" : ".pb")).Length / 1e12;
    }

    /// <summary>The layers of a backbone that any configuration reads; made together, the network runs once per photo.</summary>
    internal IReadOnlyList<string> LayersOf(string backbone) => _backbones.TryGetValue(backbone, out var known)
        ? [.. known.Layers.Select(l => l.Name).Where(n => _options.Layers.Any(s => s.Split('+').Contains(n)))]
        : [];

    // A grid that is finer than the layer is the layer's own grid, however many cells were asked for.
    private int Cells(SearchPoint point)
    {
        var stride = _backbones[point.Backbone].Layers.Where(l => point.Layers.Split('+').Contains(l.Name)).Min(l => l.Stride);
        var side = (point.Size + stride - 1) / stride;
        var plain = new SearchPoint().Cells;
        return point.Cells >= side * side && plain >= side * side ? plain : point.Cells;
    }

    private IEnumerable<SearchPoint> Combinations() =>
        from backbone in _options.Backbones.Distinct()
        from size in _options.Sizes.Distinct()
        from layers in _options.Layers.Distinct()
        from pooling in _options.Poolings.Distinct()
        from detector in _options.Detectors.Distinct()
        let point = new SearchPoint { Backbone = backbone, Size = size, Layers = layers, Pooling = pooling, Detector = detector }
        where IsValid(point)
        select Canonical(point);
}
