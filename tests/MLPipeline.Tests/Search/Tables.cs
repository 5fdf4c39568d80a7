using MLPipeline.Search;

namespace MLPipeline.Tests.Search;

/// <summary>Score tables made up for tests.</summary>
internal static class Tables
{
    /// <summary>
    /// Log-scores of 40 good photos around zero, and of three painted copies of each that stand out by
    /// <paramref name="separation"/> deviations.
    /// </summary>
    /// <param name="separation">How far anomalies stand out.</param>
    /// <param name="seed">Of the noise; tables of different seeds err on different photos.</param>
    /// <param name="good">Number of good photos.</param>
    public static ScoreTable Make(double separation, int seed, int good = 40)
    {
        var random = new Random(seed);
        float Score(double mean) => (float)Math.Exp(mean + Gauss(random));
        float[] goods = [.. Enumerable.Range(0, good).Select(_ => Score(0))];
        ScoreGroup Group(string name) =>
            new(name, 1.0 / 3, [.. Enumerable.Range(0, good).Select(_ => Score(separation))], [.. Enumerable.Range(0, good)]);
        return new(goods, [Group("paste"), Group("scar"), Group("blob")]);
    }

    private static double Gauss(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
}
