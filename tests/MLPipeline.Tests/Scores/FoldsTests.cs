using MLPipeline.Scores;

namespace MLPipeline.Tests.Scores;

public class FoldsTests
{
    // The assignment that stored figures were made with.
    [Fact]
    public void Photos_on_their_own_take_turns_in_a_drawn_order()
    {
        var order = Enumerable.Range(0, 23).ToArray();
        new Random(42).Shuffle(order);
        var expected = new int[23];
        for (var i = 0; i < 23; i++)
        {
            expected[order[i]] = i % 5;
        }

        Assert.Equal(expected, Folds.Assign(23, 5, 42));
    }

    [Fact]
    public void A_group_is_never_divided_and_folds_are_of_one_size()
    {
        int[] groups = [.. Enumerable.Range(0, 100).Select(i => i / 5), .. Enumerable.Repeat(77, 10)];
        var folds = Folds.Assign(groups, 5, 1);

        Assert.All(groups.Zip(folds).GroupBy(g => g.First), g => Assert.Single(g.Select(p => p.Second).Distinct()));
        Assert.All(folds.GroupBy(f => f), f => Assert.InRange(f.Count(), 20, 25));
        Assert.Equal(folds, Folds.Assign(groups, 5, 1));
        Assert.NotEqual(folds, Folds.Assign(groups, 5, 2));
    }

    [Fact]
    public void There_are_never_more_folds_than_groups() => Assert.Equal([0, 0, 1], Folds.Assign([4, 4, 9], 20, 1));
}
