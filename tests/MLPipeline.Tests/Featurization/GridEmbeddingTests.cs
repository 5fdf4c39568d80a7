using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using MLPipeline.Featurization;

namespace MLPipeline.Tests.Featurization;

public class GridEmbeddingTests
{
    private static readonly LayerShape Fine = new(3, 9, 7);
    private static readonly LayerShape Coarse = new(2, 5, 4);

    [Theory]
    [InlineData(1, 3)]
    [InlineData(12, 3)]
    [InlineData(12, 1)]
    [InlineData(1000, 3)]
    public void It_equals_the_steps_done_one_by_one_in_double_precision(int cells, int smoothing)
    {
        var embedding = new GridEmbedding(
            [("fine", Fine), ("coarse", Coarse)], new EmbeddingOptions { Cells = cells, Smoothing = smoothing });
        var fine = RandomMap(Fine, 1);
        var coarse = RandomMap(Coarse, 2);

        var actual = Run(embedding, fine, coarse);

        var expected = new float[actual.Length];
        for (var c = 0; c < embedding.Channels; c++)
        {
            var map = c < Fine.Channels ? Plane(fine, Fine, c) : Plane(coarse, Coarse, c - Fine.Channels);
            var pooled = Pool(Enlarge(Smooth(map, smoothing), Fine.Rows, Fine.Columns), embedding.Rows, embedding.Columns);
            for (var y = 0; y < embedding.Rows; y++)
            {
                for (var x = 0; x < embedding.Columns; x++)
                {
                    expected[(((y * embedding.Columns) + x) * embedding.Channels) + c] = (float)pooled[y, x];
                }
            }
        }

        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Theory]
    [InlineData(17, 17, 196, 14, 14)]
    [InlineData(9, 9, 16, 4, 4)]
    [InlineData(26, 10, 196, 23, 9)]
    [InlineData(10, 10, 196, 10, 10)]
    [InlineData(9, 9, 1, 1, 1)]
    public void The_grid_has_the_shape_of_the_finest_layer(int rows, int columns, int cells, int expectedRows, int expectedColumns)
    {
        var embedding = new GridEmbedding([("a", new LayerShape(1, rows, columns))], new EmbeddingOptions { Cells = cells });
        Assert.Equal((expectedRows, expectedColumns), (embedding.Rows, embedding.Columns));
    }

    private static float[] Run(GridEmbedding embedding, float[] fine, float[] coarse)
    {
        using var session = new InferenceSession(embedding.ToOnnx("Features"));
        using var results = session.Run(
        [
            NamedOnnxValue.CreateFromTensor("fine", new DenseTensor<float>(fine, [1, Fine.Channels, Fine.Rows, Fine.Columns])),
            NamedOnnxValue.CreateFromTensor("coarse", new DenseTensor<float>(coarse, [1, Coarse.Channels, Coarse.Rows, Coarse.Columns])),
        ]);
        return [.. results.Single().AsEnumerable<float>()];
    }

    private static float[] RandomMap(LayerShape shape, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, shape.Length).Select(_ => random.NextSingle() - 0.5f)];
    }

    private static double[,] Plane(float[] map, LayerShape shape, int channel)
    {
        var plane = new double[shape.Rows, shape.Columns];
        for (var i = 0; i < plane.Length; i++)
        {
            plane[i / shape.Columns, i % shape.Columns] = map[(channel * plane.Length) + i];
        }

        return plane;
    }

    private static double[,] Smooth(double[,] map, int window)
    {
        var (rows, columns, r) = (map.GetLength(0), map.GetLength(1), window / 2);
        var result = new double[rows, columns];
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                var (sum, count) = (0.0, 0);
                for (var v = Math.Max(0, y - r); v <= Math.Min(rows - 1, y + r); v++)
                {
                    for (var u = Math.Max(0, x - r); u <= Math.Min(columns - 1, x + r); u++)
                    {
                        sum += map[v, u];
                        count++;
                    }
                }

                result[y, x] = sum / count;
            }
        }

        return result;
    }

    private static double[,] Enlarge(double[,] map, int rows, int columns)
    {
        var result = new double[rows, columns];
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                var v = Math.Clamp(((y + 0.5) * map.GetLength(0) / rows) - 0.5, 0, map.GetLength(0) - 1);
                var u = Math.Clamp(((x + 0.5) * map.GetLength(1) / columns) - 0.5, 0, map.GetLength(1) - 1);
                var (v0, u0) = ((int)v, (int)u);
                var (v1, u1) = (Math.Min(v0 + 1, map.GetLength(0) - 1), Math.Min(u0 + 1, map.GetLength(1) - 1));
                result[y, x] = ((1 - (v - v0)) * (((1 - (u - u0)) * map[v0, u0]) + ((u - u0) * map[v0, u1])))
                    + ((v - v0) * (((1 - (u - u0)) * map[v1, u0]) + ((u - u0) * map[v1, u1])));
            }
        }

        return result;
    }

    private static double[,] Pool(double[,] map, int rows, int columns)
    {
        var result = new double[rows, columns];
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                var (sum, count) = (0.0, 0);
                for (var v = y * map.GetLength(0) / rows; v < Math.Ceiling((y + 1.0) * map.GetLength(0) / rows); v++)
                {
                    for (var u = x * map.GetLength(1) / columns; u < Math.Ceiling((x + 1.0) * map.GetLength(1) / columns); u++)
                    {
                        sum += map[v, u];
                        count++;
                    }
                }

                result[y, x] = sum / count;
            }
        }

        return result;
    }
}
