using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Featurization;

namespace MLPipeline.Detectors;

/// <summary>What pipeline files, searches and reports know of a detector; derive from <see cref="DetectorKind{TOptions}"/> to add one.</summary>
public abstract class DetectorKind : INamed
{
    private protected DetectorKind(bool hasMap, IReadOnlyList<Pooling> takes)
    {
        HasMap = hasMap;
        Takes = takes;
    }

    /// <inheritdoc/>
    public string Name => Defaults.Type;

    /// <summary>The options that a pipeline file starts from.</summary>
    public abstract DetectorOptions Defaults { get; }

    /// <summary>Whether its models give the column <see cref="ColumnNames.AnomalyMap"/>.</summary>
    public bool HasMap { get; }

    /// <summary>The forms of embedding that a search gives it.</summary>
    public IReadOnlyList<Pooling> Takes { get; }

    /// <summary>The trainer that <paramref name="options"/> describe.</summary>
    /// <exception cref="OptionException">A value is not allowed.</exception>
    /// <exception cref="ArgumentException">They are the options of another detector.</exception>
    public abstract IEstimator<ITransformer> Create(MLContext context, DetectorOptions options, string featureColumnName = ColumnNames.Features);
}

/// <summary>A detector with its options record.</summary>
/// <param name="hasMap">See <see cref="DetectorKind.HasMap"/>.</param>
/// <param name="takes">See <see cref="DetectorKind.Takes"/>.</param>
public abstract class DetectorKind<TOptions>(bool hasMap, params IReadOnlyList<Pooling> takes) : DetectorKind(hasMap, takes)
    where TOptions : DetectorOptions, new()
{
    /// <inheritdoc/>
    public override DetectorOptions Defaults { get; } = new TOptions();

    /// <inheritdoc/>
    public override IEstimator<ITransformer> Create(MLContext context, DetectorOptions options, string featureColumnName = ColumnNames.Features) =>
        options is TOptions own
            ? Trainer(context, OptionCheck.Valid(own, "detector"), featureColumnName)
            : throw new ArgumentException($"Options of '{options.Type}' were given to the detector '{Name}'.", nameof(options));

    /// <summary>Makes the trainer. Its model gives a column <see cref="ColumnNames.Score"/> and, with a map, <see cref="ColumnNames.AnomalyMap"/>.</summary>
    protected abstract IEstimator<ITransformer> Trainer(MLContext context, TOptions options, string featureColumnName);
}
