using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLPipeline.Tests.Detectors;

/// <summary>Small synthetic embeddings for the detectors' tests, and what the tests read from a fitted model.</summary>
internal static class Embeddings
{
    public static readonly int[] Grid = [4, 4, 8];
    public static readonly int[] Vector = [16];

    public static int[] Shape(string name) => name == "grid" ? Grid : Vector;

    /// <summary>Rows with a mean, three common factors and noise of deviation 0.1, as good photos have.</summary>
    public static float[][] Good(int count, int[] shape, int seed = 1)
    {
        var length = shape.Aggregate(1, (a, b) => a * b);
        var fixedPart = new Random(99);
        var mean = Normals(length, fixedPart);
        var loadings = Enumerable.Range(0, 3).Select(_ => Normals(length, fixedPart)).ToArray();
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var factors = Normals(3, random);
            var noise = Normals(length, random);
            return Enumerable.Range(0, length).Select(i =>
                mean[i] + (0.3f * ((factors[0] * loadings[0][i]) + (factors[1] * loadings[1][i]) + (factors[2] * loadings[2][i]))) + (0.1f * noise[i])).ToArray();
        })];
    }

    /// <summary>The rows moved by a fixed random direction with entries of deviation <paramref name="size"/>.</summary>
    public static float[][] Shifted(float[][] rows, double size)
    {
        var direction = Normals(rows[0].Length, new Random(7));
        return [.. rows.Select(row => row.Select((v, i) => v + (float)(size * direction[i])).ToArray())];
    }

    public static float[] Normals(int count, Random random)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }

    public static IDataView View(MLContext context, float[][] rows, params int[] shape)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, shape);
        return context.Data.LoadFromEnumerable(rows.Select(r => new Row { Features = r }), schema);
    }

    /// <summary>The scores of the rows; every detector gives a vector of one.</summary>
    public static float[] Scores(ITransformer model, IDataView data) =>
        [.. model.Transform(data).GetColumn<float[]>("Score").Select(v => Assert.Single(v))];

    public static float[][] Maps(ITransformer model, IDataView data) => [.. model.Transform(data).GetColumn<float[]>("AnomalyMap")];

    /// <summary>Every value within <paramref name="relative"/> of the expected one, or of the largest expected one's millionth.</summary>
    public static void AssertClose(IEnumerable<double> expected, IEnumerable<float> actual, double relative)
    {
        var wanted = expected.ToArray();
        var found = actual.ToArray();
        Assert.Equal(wanted.Length, found.Length);
        var smallest = wanted.Max(Math.Abs) * 1e-6;
        for (var i = 0; i < wanted.Length; i++)
        {
            Assert.True(
                Math.Abs(wanted[i] - found[i]) <= relative * Math.Max(Math.Abs(wanted[i]), smallest),
                $"Value {i}: expected {wanted[i]:R}, found {found[i]:R}.");
        }
    }

    public sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
