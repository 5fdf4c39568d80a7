using System.Numerics.Tensors;
using Microsoft.ML;
using MLPipeline.Basics;
using MLPipeline.Compute;

namespace MLPipeline.Detectors;

/// <summary>
/// The one-class support vector machine with a Gaussian kernel (Schoelkopf et al. 2001), solved exactly. The score is
/// -log f(x) with f(x) = sum of a_i exp(-gamma |x - x_i|^2) over the support vectors, sum of a = 1.
/// </summary>
/// <remarks>
/// The usual decision value rho - f(x) orders photos in the same way, but it runs into rho for everything far away,
/// where float32 makes all scores equal; the logarithm does not. The boundary f = rho lies at the score -log rho, and
/// no score is negative. The support vectors are stored as float16.
/// </remarks>
public sealed class OneClassSvmTrainer : DetectorTrainer
{
    private readonly OneClassSvmOptions _options;

    internal OneClassSvmTrainer(MLContext context, OneClassSvmOptions options, string featureColumnName)
        : base(context, featureColumnName) => _options = OptionCheck.Valid(options, "detector");

    /// <inheritdoc/>
    public override bool HasMap => false;

    /// <inheritdoc/>
    protected override byte[] BuildHead(GoodRows rows)
    {
        var values = rows.ToArrays();
        var (n, d) = (values.Length, rows.Shape.Length);
        var mean = Moments.Mean(values);
        var centred = Moments.Centred(values, mean);
        var kernel = SquaredDistances(centred, n, d);
        var gamma = _options.Gamma > 0 ? _options.Gamma : MedianGamma(kernel, n) / (_options.Bandwidth * _options.Bandwidth);
        TensorPrimitives.Multiply(kernel, (float)-gamma, kernel);
        TensorPrimitives.Exp<float>(kernel, kernel);
        var (weights, _) = OneClassSolver.Solve(kernel, n, _options.Nu);

        var support = Enumerable.Range(0, n).Where(i => weights[i] > 0).ToArray();
        var bank = support.SelectMany(i => centred.AsSpan(i * d, d).ToArray()).ToArray();
        var graph = new OnnxGraph("one-class-svm");
        var features = graph.Sub(FlatInput(graph, rows.Shape), graph.Constant(mean, 1, d));
        var squared = graph.Node("Relu", [graph.SquaredDistances(features, 1, bank, support.Length, d)]);
        var logs = graph.Add(
            graph.Mul(squared, graph.Scalar((float)-gamma)),
            graph.Constant([.. support.Select(i => (float)Math.Log(weights[i]))], 1, support.Length));

        // The weights sum to one only up to rounding; no score is to be negative.
        graph.Output(ColumnNames.Score, graph.Node("Relu", [graph.Node("Neg", [graph.LogSumExp(logs, 1)])]), 1);
        return graph.ToBytes();
    }

    private static float[] SquaredDistances(float[] centred, int n, int d)
    {
        var distances = new float[n * n];
        MatrixProduct.Multiply(centred, centred, distances, n, d, n, transposeRight: true);
        var norms = Enumerable.Range(0, n).Select(i => distances[(i * n) + i]).ToArray();
        Parallel.For(0, n, i =>
        {
            var row = distances.AsSpan(i * n, n);
            TensorPrimitives.Multiply(row, -2, row);
            TensorPrimitives.Add(row, norms, row);
            TensorPrimitives.Add(row, norms[i], row);
            TensorPrimitives.Max(row, 0, row);
            row[i] = 0;
        });
        return distances;
    }

    /// <summary>1 / (2 m), m the median squared distance of pairs (their mean, where most photos are copies of one).</summary>
    private static double MedianGamma(float[] distances, int n)
    {
        var pairs = new float[n * (n - 1) / 2];
        var next = 0;
        for (var i = 1; i < n; i++)
        {
            distances.AsSpan(i * n, i).CopyTo(pairs.AsSpan(next));
            next += i;
        }

        Array.Sort(pairs);
        var scale = pairs.Length == 0 ? 0.0 : pairs[pairs.Length / 2];
        if (scale == 0 && pairs.Length > 0)
        {
            scale = pairs.Average();
        }

        // Photos that are all the same tell no scale; any gamma then gives the same order of scores.
        return scale > 0 ? 1 / (2 * scale) : 1;
    }
}
