using Microsoft.ML;
using MLPipeline.Compute;
using MLPipeline.Detectors;

namespace MLPipeline.Tests.Detectors;

public class KnnTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(Distance.Euclidean, 1)]
    [InlineData(Distance.Euclidean, 5)]
    [InlineData(Distance.Cosine, 1)]
    [InlineData(Distance.Cosine, 5)]
    [InlineData(Distance.Cosine, 500)]
    public void The_score_is_the_mean_distance_to_the_nearest(Distance distance, int neighbours)
    {
        var rows = Embeddings.Good(30, Embeddings.Grid);
        var probe = Embeddings.Good(6, Embeddings.Grid, seed: 2);
        var model = Fit(rows, new() { Distance = distance, Neighbours = neighbours });

        var expected = probe.Select(x => rows.Select(m => DistanceOf(distance, x, m)).Order().Take(neighbours).Average());

        Embeddings.AssertClose(expected, Embeddings.Scores(model, View(probe)), 2e-3);
    }

    [Fact]
    public void A_good_photo_of_the_bank_has_distance_zero()
    {
        var rows = Embeddings.Good(20, Embeddings.Grid);

        Assert.All(Embeddings.Scores(Fit(rows, new()), View(rows)), s => Assert.InRange(s, 0f, 1e-4f));
    }

    [Fact]
    public void A_cosine_does_not_see_length()
    {
        var rows = Embeddings.Good(20, Embeddings.Grid);
        var model = Fit(rows, new());
        var probe = Embeddings.Good(5, Embeddings.Grid, seed: 2);

        Embeddings.AssertClose(
            Embeddings.Scores(model, View(probe)).Select(s => (double)s),
            Embeddings.Scores(model, View([.. probe.Select(r => r.Select(v => v * 7).ToArray())])),
            1e-4);
    }

    [Fact]
    public void A_photo_of_zeros_has_a_finite_cosine_distance()
    {
        var rows = Embeddings.Good(20, Embeddings.Grid);

        Assert.Equal(0.5f, Embeddings.Scores(Fit(rows, new()), View([new float[128]]))[0], 1e-2f);
        Assert.All(Embeddings.Scores(Fit([.. rows, new float[128]], new()), View(rows)), s => Assert.True(float.IsFinite(s)));
    }

    private static double DistanceOf(Distance kind, float[] a, float[] b) => kind == Distance.Euclidean
        ? Math.Sqrt(a.Zip(b, (x, y) => Math.Pow((double)x - y, 2)).Sum())
        : 1 - (Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b)));

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();

    private ITransformer Fit(float[][] rows, KnnOptions options) => _context.VisualAnomaly().Knn(options).Fit(View(rows));

    private IDataView View(float[][] rows) => Embeddings.View(_context, rows, Embeddings.Grid);
}
