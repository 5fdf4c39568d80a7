using MLPipeline.Scores;

namespace MLPipeline.Tests.Scores;

public class TailGateTests
{
    // l_4 and l_2 by their definition over all samples of four and of two (Hosking 1990, equation 1.1).
    [Fact]
    public void The_l_kurtosis_is_that_of_its_definition()
    {
        double[] x = [.. new[] { 0.3, 2.5, -1, 7, 3.3, 0.9, 1.1, 4 }.Order()];
        var fours = from i in Enumerable.Range(0, 8)
            from j in Enumerable.Range(i + 1, 7 - i)
            from k in Enumerable.Range(j + 1, 7 - j)
            from l in Enumerable.Range(k + 1, 7 - k)
            select x[l] - (3 * x[k]) + (3 * x[j]) - x[i];
        var twos = from i in Enumerable.Range(0, 8)
            from j in Enumerable.Range(i + 1, 7 - i)
            select x[j] - x[i];

        Assert.Equal(fours.Average() / 4 / (twos.Average() / 2), LMoments.Kurtosis(x), 1e-12);
    }

    [Fact]
    public void Equal_values_have_no_tails() => Assert.Equal(0, LMoments.Kurtosis([2, 2, 2, 2, 2]));

    [Fact]
    public void A_member_with_heavier_tails_than_the_first_is_refused()
    {
        var even = Scores(i => i);
        var heavy = Scores(i => i is 0 or 39 ? (i - 19.5) * 10 : i - 19.5);
        var verdicts = TailGate.Judge([even, heavy, even], new());

        Assert.Equal([true, false, true], verdicts.Select(v => v.Joins));
        Assert.Equal(0, verdicts[0].Tails!.Value, 1e-3);
        Assert.Equal(0.01, verdicts[1].Limit!.Value, 1e-3);
        Assert.All(TailGate.Judge([heavy, even], new()), v => Assert.True(v.Joins));
        Assert.Equal([true, true], TailGate.Judge([even, heavy], null).Select(v => v.Joins));
        Assert.Equal([true, true], TailGate.Judge([even, heavy], new() { FewestPhotos = 41 }).Select(v => v.Joins));
    }

    private static float[] Scores(Func<int, double> log) => [.. Enumerable.Range(0, 40).Select(i => (float)Math.Exp(log(i) / 10))];
}
