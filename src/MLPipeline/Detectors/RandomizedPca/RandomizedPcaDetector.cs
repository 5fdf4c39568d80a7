using Microsoft.ML;
using Microsoft.ML.Data;
using MLPipeline.Numerics;
using MLPipeline.Onnx;

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
public sealed class RandomizedPcaDetector : IEstimator<ITransformer>
{
    private readonly RandomizedPcaOptions _options;
    private readonly string _featureColumnName;

    internal RandomizedPcaDetector(RandomizedPcaOptions options, string featureColumnName)
    {
        _options = options;
        _featureColumnName = featureColumnName;
    }

    /// <summary>Learns from good photos alone.</summary>
    /// <exception cref="InvalidOperationException">There are fewer than three rows, or a value is not finite.</exception>
    public ITransformer Fit(IDataView input)
    {
        var normalizer = Normalizer().Fit(input);
        var normalized = normalizer.Transform(input);
        var rows = new GoodRows(normalized, _featureColumnName).ToArrays();
        if (rows.Length < 3)
        {
            throw new InvalidOperationException($"randomized-pca needs at least three good photos, there are {rows.Length}.");
        }

        // With as many components as the rows span, every training row is explained in full and nothing is learnt.
        var most = Math.Min(rows.Length - 2, rows[0].Length);
        var rank = Math.Clamp(_options.Rank > 0 ? _options.Rank : PrincipalAxes.Of(rows).RankFor(_options.Variance), 1, most);
        var trained = Trainer(rank).Fit(normalized);

        // A vector of one, as the ONNX heads give.
        var vector = OnnxContext.Shared.Transforms.Concatenate(DetectorTrainer.ScoreColumn, DetectorTrainer.ScoreColumn)
            .Fit(trained.Transform(normalized));
        return new TransformerChain<ITransformer>(normalizer, trained, vector);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        Trainer(1).GetOutputSchema(Normalizer().GetOutputSchema(inputSchema));

    private IEstimator<ITransformer> Normalizer() =>
        OnnxContext.Shared.Transforms.NormalizeMeanVariance(_featureColumnName, fixZero: false);

    private IEstimator<ITransformer> Trainer(int rank) => OnnxContext.Shared.AnomalyDetection.Trainers.RandomizedPca(
        _featureColumnName, rank: rank, oversampling: _options.Oversampling, ensureZeroMean: true, seed: _options.Seed);
}
