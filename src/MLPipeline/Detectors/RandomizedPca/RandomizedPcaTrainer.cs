using Microsoft.ML;
using Microsoft.ML.Data;
using MLPipeline.Basics;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>
/// ML.NET's own <c>RandomizedPca</c> behind <c>NormalizeMeanVariance(fixZero: false)</c>. The score is
/// sqrt(residual / total) in [0, 1], a ratio: how much of an embedding's distance from the mean the components leave
/// unexplained, not how large that distance is.
/// </summary>
/// <remarks>
/// The normaliser has to come first: the trainer's stored mean is off by a factor 1 + 1/n, and its eigenvectors lose
/// unit length on features of small scale; with data of mean zero and variance one neither matters.
/// </remarks>
public sealed class RandomizedPcaTrainer : IEstimator<ITransformer>
{
    private const int DefaultSeed = 42;

    private readonly MLContext _context;
    private readonly RandomizedPcaOptions _options;
    private readonly string _featureColumnName;

    internal RandomizedPcaTrainer(MLContext context, RandomizedPcaOptions options, string featureColumnName)
    {
        _context = context;
        _options = OptionCheck.Valid(options, "detector");
        _featureColumnName = featureColumnName;
    }

    /// <summary>Learns from good photos alone.</summary>
    /// <exception cref="ArgumentException">The column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are fewer than three rows, they differ in fewer than two directions, or a value is not finite.
    /// </exception>
    public ITransformer Fit(IDataView input)
    {
        // The normaliser skips NaN and has errors of its own, so the rows are checked before it sees them.
        var count = new GoodRows(input, _featureColumnName).ForEach((_, _) => { });
        if (count < 3)
        {
            throw new InvalidOperationException($"randomized-pca needs at least three good photos, there are {count}. Add photos, or take another detector.");
        }

        var normalizer = Normalizer().Fit(input);
        var normalized = normalizer.Transform(input);
        var rows = new GoodRows(normalized, _featureColumnName).ToArrays();
        var axes = PrincipalAxes.Of(rows);
        if (axes.Variances.Length < 2)
        {
            throw new InvalidOperationException(
                $"randomized-pca needs good photos that differ from each other in at least two directions, but these {count} are (nearly) the same. "
                + "Remove the copies and add photos, or take another detector.");
        }

        // With as many components as the rows span every training row is explained in full: nothing is learnt, and
        // rounding makes the score the root of a negative number.
        var rank = Math.Clamp(_options.Rank > 0 ? _options.Rank : axes.RankFor(_options.Variance), 1, axes.Variances.Length - 1);
        var trained = Trainer(rank).Fit(normalized);
        return new TransformerChain<ITransformer>(normalizer, trained, VectorOfOne().Fit(trained.Transform(normalized)));
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        VectorOfOne().GetOutputSchema(Trainer(1).GetOutputSchema(Normalizer().GetOutputSchema(inputSchema)));

    /// <summary>Makes the score what it is with the ONNX heads.</summary>
    private IEstimator<ITransformer> VectorOfOne() =>
        _context.Transforms.Concatenate(ColumnNames.Score, ColumnNames.Score);

    private IEstimator<ITransformer> Normalizer() =>
        _context.Transforms.NormalizeMeanVariance(_featureColumnName, fixZero: false);

    private IEstimator<ITransformer> Trainer(int rank) => _context.AnomalyDetection.Trainers.RandomizedPca(
        _featureColumnName, rank: rank, oversampling: _options.Oversampling, ensureZeroMean: true, seed: _options.Seed ?? DefaultSeed);
}
