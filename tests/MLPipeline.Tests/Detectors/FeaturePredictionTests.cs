using MathNet.Numerics.LinearAlgebra.Double;
using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Detectors;
using MLPipeline.Tests.Compute;

namespace MLPipeline.Tests.Detectors;

public class FeaturePredictionTests
{
    private static readonly int[] Shape = [3, 4, 6];
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(0, 0)]
    public void A_cell_scores_the_mahalanobis_distance_of_its_ridge_residual(int shallow, int radius)
    {
        const double ridge = 0.01;
        const double floor = 0.05;
        var rows = Embeddings.Good(40, Shape);
        var probe = Embeddings.Shifted(Embeddings.Good(5, Shape, seed: 2), 0.3);
        var (inputs, targets) = Naively(rows, shallow, radius);
        var (probeInputs, probeTargets) = Naively(probe, shallow, radius);
        var inputMean = Naive.Mean(inputs);
        var targetMean = Naive.Mean(targets);
        var y = DenseMatrix.OfRows(targets.Select(t => Naive.Offset(t, targetMean)));
        var residual = y;
        var probeResidual = DenseMatrix.OfRows(probeTargets.Select(t => Naive.Offset(t, targetMean)));
        if (inputs[0].Length > 0)
        {
            // Ridge regression as least squares on rows that pull the weights to zero.
            var x = DenseMatrix.OfRows(inputs.Select(t => Naive.Offset(t, inputMean)));
            var variance = x.Enumerate().Sum(v => v * v) / (x.RowCount - 1) / x.ColumnCount;
            var pull = DenseMatrix.CreateDiagonal(x.ColumnCount, x.ColumnCount, Math.Sqrt(ridge * variance * (x.RowCount - 1)));
            var weights = x.Stack(pull).QR().Solve(y.Stack(new DenseMatrix(x.ColumnCount, y.ColumnCount)));
            residual = (DenseMatrix)(y - (x * weights));
            probeResidual = (DenseMatrix)(probeResidual - (DenseMatrix.OfRows(probeInputs.Select(t => Naive.Offset(t, inputMean))) * weights));
        }

        var covariance = residual.TransposeThisAndMultiply(residual) / (residual.RowCount - 1);
        var inverse = (covariance + DenseMatrix.CreateDiagonal(
            covariance.RowCount, covariance.RowCount, floor * covariance.Trace() / covariance.RowCount)).Inverse();
        var options = new FeaturePredictionOptions { ShallowChannels = shallow, Radius = radius, Ridge = ridge, NoiseFloor = floor };

        var model = _context.VisualAnomaly().FeaturePrediction(options).Fit(Embeddings.View(_context, rows, Shape));

        Embeddings.AssertClose(
            probeResidual.EnumerateRows().Select(r => r * inverse * r),
            Embeddings.Maps(model, Embeddings.View(_context, probe, Shape)).SelectMany(m => m),
            2e-3);
    }

    [Fact]
    public void The_first_layer_predicts_the_others_where_the_layers_are_known()
    {
        var options = new FeaturePredictionOptions();

        Assert.Equal(120, ((FeaturePredictionOptions)options.KnowingLayers([120, 208])).ShallowChannels);
        Assert.Equal(0, ((FeaturePredictionOptions)options.KnowingLayers([208])).ShallowChannels);
        Assert.Equal(7, ((FeaturePredictionOptions)(options with { ShallowChannels = 7 }).KnowingLayers([120, 208])).ShallowChannels);
    }

    [Fact]
    public void A_part_of_good_texture_in_the_wrong_surroundings_stands_out()
    {
        // Cells of a photo share a level; a cell with the level of another photo is unusual only where it lies.
        float[][] Photos(int count, int seed)
        {
            var random = new Random(seed);
            return [.. Enumerable.Range(0, count).Select(_ =>
            {
                var level = Embeddings.Normals(1, random)[0] * 3;
                return Embeddings.Normals(16 * 2, random).Select(v => level + (0.1f * v)).ToArray();
            })];
        }

        var model = _context.VisualAnomaly().FeaturePrediction(new FeaturePredictionOptions { ShallowChannels = 0 })
            .Fit(Embeddings.View(_context, Photos(200, 1), 4, 4, 2));
        var (photo, other) = (Photos(2, 3)[0], Photos(2, 3)[1]);
        other.AsSpan(10, 2).CopyTo(photo.AsSpan(10));

        var map = Assert.Single(Embeddings.Maps(model, Embeddings.View(_context, [photo], 4, 4, 2)));

        Assert.Equal(5, Array.IndexOf(map, map.Max()));
    }

    [Fact]
    public void With_nothing_left_to_predict_the_error_names_the_option()
    {
        var data = Embeddings.View(_context, Embeddings.Good(10, Shape), Shape);

        var error = Assert.Throws<InvalidOperationException>(
            () => _context.VisualAnomaly().FeaturePrediction(new FeaturePredictionOptions { ShallowChannels = 6 }).Fit(data));

        Assert.Contains("shallow_channels is 6", error.Message);
    }

    private static (float[][] Inputs, float[][] Targets) Naively(float[][] rows, int shallow, int radius)
    {
        var (height, width, channels) = (Shape[0], Shape[1], Shape[2]);
        var inputs = new List<float[]>();
        var targets = new List<float[]>();
        foreach (var row in rows)
        {
            var cells = row.Chunk(channels).ToArray();
            for (var p = 0; p < cells.Length; p++)
            {
                var around = Enumerable.Range(0, cells.Length).Where(q =>
                    q != p && Math.Abs((q / width) - (p / width)) <= radius && Math.Abs((q % width) - (p % width)) <= radius).ToArray();
                float[] mean = radius == 0 ? [] : [.. Enumerable.Range(shallow, channels - shallow).Select(c => around.Average(q => cells[q][c]))];
                inputs.Add([.. cells[p][..shallow], .. mean]);
                targets.Add(cells[p][shallow..]);
            }
        }

        Assert.Equal(height * width * rows.Length, targets.Count);
        return ([.. inputs], [.. targets]);
    }
}
