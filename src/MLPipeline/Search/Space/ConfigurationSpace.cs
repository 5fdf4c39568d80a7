using MLPipeline.Basics;
using MLPipeline.Detectors;
using MLPipeline.Featurization;
using MLPipeline.Pipelines;

namespace MLPipeline.Search;

/// <summary>The configurations that a search may propose: <see cref="SearchPoint"/> narrowed by the pipeline file.</summary>
/// <remarks>A detector says which forms of embedding it takes (<see cref="DetectorKind.Takes"/>). A set of layers must be in the backbone.</remarks>
public sealed class ConfigurationSpace
{
    private static readonly Dictionary<Pooling, int[]> CellsOf = new()
    {
        [Pooling.Cells] = [196, 100, 400],
        [Pooling.Grid] = [16, 4, 49],
        [Pooling.Mean] = [1],
    };

    private readonly SpaceOptions _options;
    private readonly FeaturizerOptions _featurizer;
    private readonly Dictionary<string, Backbone> _backbones;

    /// <summary>The backbones that it may use, each with the space's runtime and device.</summary>
    internal IEnumerable<FeaturizerOptions> Featurizers => _backbones.Keys.Select(b => _featurizer with { Backbone = b });

    /// <summary>Makes the space.</summary>
    /// <param name="options">What it may contain.</param>
    /// <param name="featurizer">Gives every configuration its runtime and its GPU; null for the defaults.</param>
    /// <exception cref="MLPipelineException">A value is not allowed, or nothing fits together.</exception>
    /// <exception cref="FileNotFoundException">There is no such backbone.</exception>
    public ConfigurationSpace(SpaceOptions options, FeaturizerOptions? featurizer = null)
    {
        _options = OptionCheck.Valid(options, "search.space");
        _featurizer = featurizer ?? new();
        _backbones = options.Backbones.Distinct().ToDictionary(b => b, BackboneCatalog.Find, StringComparer.Ordinal);
        Dimensions = [.. StructureDimensions(), .. options.Parameters ? ParameterDimensions() : []];
        Structures = [.. Combinations()];
        if (Structures.Count == 0)
        {
            throw new MLPipelineException(
                "search.space holds no combination that makes sense. " +
                string.Join("; ", options.Poolings.Select(p => $"{OptionNames.Spell(p)} needs a detector of {string.Join(", ", DetectorsOf(p))}")) +
                "; and the backbones must have the layers: " +
                string.Join("; ", _backbones.Select(b => $"{b.Key} has {string.Join(", ", b.Value.Layers.Select(l => l.Name))}")) + ".");
        }

        Default = Structures.FirstOrDefault(s => s == new SearchPoint()) ?? Structures[0];
    }

    /// <summary>What a search may change: the structure, then, unless the file fixes them, the parameters of its parts.</summary>
    public IReadOnlyList<Dimension> Dimensions { get; }

    /// <summary>Every valid combination of backbone, size, layers, pooling and detector, the rest at its defaults.</summary>
    public IReadOnlyList<SearchPoint> Structures { get; }

    /// <summary>The default configuration, or the first valid one where the file excludes the default.</summary>
    public SearchPoint Default { get; }

    /// <summary>Whether a point may be proposed.</summary>
    public bool IsValid(SearchPoint point) =>
        _backbones.TryGetValue(point.Backbone, out var backbone)
        && _options.Sizes.Contains(point.Size)
        && _options.Layers.Contains(point.Layers)
        && point.Layers.Split('+').All(l => backbone.Layers.Any(b => b.Name == l))
        && _options.Poolings.Contains(point.Pooling)
        && _options.Detectors.Contains(point.Detector.Type)
        && DetectorsOf(point.Pooling).Contains(point.Detector.Type);

    /// <summary>
    /// The valid point that an engine which samples each dimension for itself most likely meant: the point, or the
    /// structure that shares the most values with it, with those of the point's parameters that the structure has.
    /// </summary>
    public SearchPoint Repair(SearchPoint point)
    {
        if (!IsValid(point))
        {
            var structure = Dimensions.Where(d => d.IsStructure).ToArray();
            var nearest = Structures.MaxBy(s => structure.Count(d => d.Get(s).Equals(d.Get(point))))!;
            point = structure.Aggregate(point, (p, d) => d.Set(p, d.Get(nearest)));
        }

        return Canonical(point);
    }

    /// <summary>The point with what changes nothing at its default, so that equal configurations are equal points.</summary>
    public SearchPoint Canonical(SearchPoint point)
    {
        var plain = new SearchPoint();
        if (!_options.Parameters)
        {
            return point with
            {
                Smoothing = plain.Smoothing,
                Cells = CellsOf[point.Pooling][0],
                Detector = DetectorKinds.All.Find(point.Detector.Type).Defaults,
            };
        }

        return point with
        {
            Smoothing = point.Pooling == Pooling.Mean ? plain.Smoothing : point.Smoothing,
            Cells = CellsOf[point.Pooling].Contains(point.Cells) ? OnTheLayer(point) : CellsOf[point.Pooling][0],
        };
    }

    /// <summary>The member of a pipeline that a point describes.</summary>
    public MemberOptions Member(SearchPoint point) => new()
    {
        Featurizer = _featurizer with { Backbone = point.Backbone, Size = point.Size, Layers = point.Layers.Split('+') },
        Embedding = new() { Cells = point.Cells, Smoothing = point.Smoothing },
        Detector = point.Detector,
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

    private static IEnumerable<string> DetectorsOf(Pooling pooling) => DetectorKinds.All.All.Where(k => k.Takes.Contains(pooling)).Select(k => k.Name);

    // A grid that is finer than the layer is the layer's own grid, however many cells were asked for.
    private int OnTheLayer(SearchPoint point)
    {
        var stride = _backbones[point.Backbone].Layers.Where(l => point.Layers.Split('+').Contains(l.Name)).Min(l => l.Stride);
        var side = (point.Size + stride - 1) / stride;
        var plain = CellsOf[point.Pooling][0];
        return point.Cells >= side * side && plain >= side * side ? plain : point.Cells;
    }

    private IEnumerable<Dimension> StructureDimensions() =>
    [
        Dimension.Structure("backbone", _options.Backbones, p => p.Backbone, (p, v) => p with { Backbone = v }),
        Dimension.Structure("size", _options.Sizes, p => p.Size, (p, v) => p with { Size = v }),
        Dimension.Structure("layers", _options.Layers, p => p.Layers, (p, v) => p with { Layers = v }),
        Dimension.Structure(
            "pooling",
            _options.Poolings.Select(p => OptionNames.Spell(p)),
            p => OptionNames.Spell(p.Pooling),
            (p, v) => OptionNames.Spell(p.Pooling) == v ? p : Pooled(p, (Pooling)OptionNames.Values(typeof(Pooling))[v])),
        Dimension.Structure(
            "detector",
            _options.Detectors,
            p => p.Detector.Type,
            (p, v) => p.Detector.Type == v ? p : p with { Detector = DetectorKinds.All.Find(v).Defaults }),
    ];

    private IEnumerable<Dimension> ParameterDimensions() =>
    [
        Dimension.Parameter("smoothing", [1, 3, 5], p => p.Smoothing, (p, v) => p with { Smoothing = v }, p => p.Pooling != Pooling.Mean),
        .. from pooling in new[] { Pooling.Cells, Pooling.Grid }
           where _options.Poolings.Contains(pooling)
           select Dimension.Parameter(
               $"{OptionNames.Spell(pooling)}.number",
               CellsOf[pooling].Order(),
               p => p.Pooling == pooling ? p.Cells : CellsOf[pooling][0],
               (p, v) => p with { Cells = v },
               p => p.Pooling == pooling),
        .. _options.Detectors.Distinct().SelectMany(d => Dimension.Of(DetectorKinds.All.Find(d))),
    ];

    private static SearchPoint Pooled(SearchPoint point, Pooling pooling) => point with { Pooling = pooling, Cells = CellsOf[pooling][0] };

    private IEnumerable<SearchPoint> Combinations() =>
        from backbone in _options.Backbones.Distinct()
        from size in _options.Sizes.Distinct()
        from layers in _options.Layers.Distinct()
        from pooling in _options.Poolings.Distinct()
        from detector in _options.Detectors.Distinct()
        let point = Pooled(new() { Backbone = backbone, Size = size, Layers = layers, Detector = DetectorKinds.All.Find(detector).Defaults }, pooling)
        where IsValid(point)
        select Canonical(point);
}
