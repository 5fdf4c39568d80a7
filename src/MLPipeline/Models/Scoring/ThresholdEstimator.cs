using Microsoft.ML;
using Microsoft.ML.Data;
using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Scores;

namespace MLPipeline.Models;

/// <summary>
/// Fits a detector and the limit of its scores: <c>Score</c> (Single) and <c>PredictedLabel</c> (Boolean, true is anomalous), as
/// ML.NET's evaluators read them.
/// </summary>
/// <remarks>
/// It holds the detector, instead of coming behind it, because the scores of the photos that a detector was fitted on are too low
/// to set a limit by. Each good photo is scored by a detector that was fitted on the other folds; then the detector is fitted on all.
/// </remarks>
public sealed class ThresholdEstimator : IEstimator<ITransformer>
{
    private const int FoldSeed = 42;

    private readonly MLContext _context;
    private readonly IEstimator<ITransformer> _detector;
    private readonly string _features;
    private readonly ThresholdOptions _options;

    internal ThresholdEstimator(MLContext context, IEstimator<ITransformer> detector, string featureColumnName, ThresholdOptions options)
    {
        _context = context;
        _detector = detector;
        _features = featureColumnName;
        _options = OptionCheck.Valid(options, "threshold");
    }

    /// <summary>Learns from good photos alone.</summary>
    /// <exception cref="ArgumentException">The column of embeddings is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">There are fewer than two rows, or the detector cannot be fitted on them.</exception>
    public ITransformer Fit(IDataView input)
    {
        var good = new GoodRows(input, _features);
        var rows = good.ToArrays();
        if (rows.Length < 2)
        {
            throw new InvalidOperationException("A threshold needs at least two good photos, there is one. Ten or more are advisable.");
        }

        int[] dimensions = [.. ((VectorDataViewType)input.Schema[_features].Type).Dimensions];
        IDataView Part(IEnumerable<int> some) => new VectorView([(_features, dimensions)], some, (row, _, target) => rows[row].CopyTo(target));

        var folds = Folds.Assign(rows.Length, _options.Folds, FoldSeed);
        var scores = new float[rows.Length];
        for (var fold = 0; fold <= folds.Max(); fold++)
        {
            int[] held = [.. Enumerable.Range(0, rows.Length).Where(i => folds[i] == fold)];
            var model = _detector.Fit(Part(Enumerable.Range(0, rows.Length).Where(i => folds[i] != fold).ToArray()));
            foreach (var (row, score) in held.Zip(Scores(model.Transform(Part(held)))))
            {
                scores[row] = score;
            }

            model.Close();
        }

        var all = Part(Enumerable.Range(0, rows.Length).ToArray());
        var detector = AsVector(_detector.Fit(all), all.Schema);
        return new TransformerChain<ITransformer>(detector, ModelChain.Threshold(_context, ThresholdRules.Limit(_options, scores)));
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        _context.Transforms.CustomMapping<Nothing, Verdict>((_, _) => { }, contractName: null).GetOutputSchema(_detector.GetOutputSchema(inputSchema));

    private static IEnumerable<float> Scores(IDataView scored)
    {
        var column = scored.Schema[ColumnNames.Score];
        using var cursor = scored.GetRowCursor([column]);
        var reader = NumberColumn.Of(cursor, column);
        while (cursor.MoveNext())
        {
            yield return reader.Read()[0];
        }
    }

    /// <summary>The trainers of ML.NET itself give a number, the heads of this library a vector of one.</summary>
    private ITransformer AsVector(ITransformer detector, DataViewSchema schema)
    {
        var scored = detector.GetOutputSchema(schema);
        return scored[ColumnNames.Score].Type is VectorDataViewType
            ? detector
            : new TransformerChain<ITransformer>(
                detector, _context.Transforms.Concatenate(ColumnNames.Score, ColumnNames.Score).Fit(new EmptyDataView(scored)));
    }

    private sealed class Nothing;

    private sealed class Verdict
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
