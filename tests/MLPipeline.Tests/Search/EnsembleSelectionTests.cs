using MLPipeline.Pipelines;
using MLPipeline.Search;

namespace MLPipeline.Tests.Search;

public class EnsembleSelectionTests
{
    private static readonly SearchOptions Options = new();

    [Fact]
    public void Given_nothing_better_the_winner_is_the_default_alone_and_the_path_says_why()
    {
        var path = Select(1.5, (-0.5, 1), (-0.8, 2), (-1, 3));

        Assert.Equal([0], Accepted(path));
        Assert.False(path[^1].Accepted);
        Assert.True(path[^1].WorstGain < Options.MinGain);
        Assert.NotNull(path[^1].StandardError);
    }

    [Fact]
    public void Given_a_clearly_better_trial_it_joins_the_default()
    {
        var path = Select(1, (3, 5), (0.5, 6));

        Assert.Equal([0, 1], Accepted(path));
        Assert.Equal(path[0].Objective + path[1].Gain, path[1].Objective);
        Assert.True(path[1].Gain > path[1].StandardError);
    }

    [Fact]
    public void There_are_never_more_members_than_allowed()
    {
        (double, int)[] many = [.. Enumerable.Range(2, 10).Select(s => (1.5, s))];

        Assert.Equal(4, Accepted(Select(1.5, Options with { MinGain = 0, StandardErrors = 0 }, many)).Count());
        Assert.Equal(2, Accepted(Select(1.5, Options with { MinGain = 0, StandardErrors = 0, MaxMembers = 2 }, many)).Count());
    }

    [Fact]
    public void A_gain_within_its_error_is_not_clear()
    {
        var path = Select(1.0, Options with { MinGain = 0, StandardErrors = 10 }, (1.6, 9));

        Assert.True(path[1].Gain > 0);
        Assert.Equal([0], Accepted(path));
    }

    [Fact]
    public void A_gain_that_one_kind_does_not_show_is_not_clear()
    {
        var (start, better) = (Tables.Make(1, 1), Tables.Make(3, 2));
        ScoreTable lopsided = better with { Groups = [.. better.Groups.Take(2), better.Groups[2] with { Scores = Tables.Make(-1, 3).Groups[2].Scores }] };
        var path = EnsembleSelection.Select([[start], [lopsided]], [0], Options, 42);

        Assert.True(path[1].Gain > 0.1 * Margin.Range);
        Assert.True(path[1].WorstGain < 0);
        Assert.Equal([0], Accepted(path));
    }

    [Fact]
    public void A_kind_that_is_found_already_needs_no_gain()
    {
        ScoreTable Found(ScoreTable table) => table with { Groups = [table.Groups[0] with { Scores = Tables.Make(30, 9).Groups[0].Scores }, .. table.Groups.Skip(1)] };
        var path = EnsembleSelection.Select([[Found(Tables.Make(1, 1))], [Found(Tables.Make(3, 2))]], [0], Options, 42);

        Assert.Equal([0, 1], Accepted(path));
    }

    [Fact]
    public void Where_everything_is_found_nothing_joins() =>
        Assert.Equal([0], Accepted(Select(30, (40, 3), (50, 4))));

    [Fact]
    public void A_failed_trial_is_passed_over()
    {
        var path = EnsembleSelection.Select([[Tables.Make(1, 1)], null, [Tables.Make(3, 2)]], [0], Options, 42);

        Assert.Equal([0, 2], Accepted(path));
    }

    [Fact]
    public void A_default_that_failed_stays_because_nothing_shows_the_others_to_be_better()
    {
        var path = EnsembleSelection.Select([null, [Tables.Make(3, 2)]], [0], Options, 42);

        Assert.Equal([0], Accepted(path));
    }

    [Fact]
    public void Of_several_categories_the_mean_counts()
    {
        // Trial 1 is much better on the first category and useless on the second; trial 2 is better on both.
        IReadOnlyList<ScoreTable>?[] trials =
        [
            [Tables.Make(1, 1), Tables.Make(1, 2)],
            [Tables.Make(2.5, 3), Tables.Make(-1, 4)],
            [Tables.Make(2, 5), Tables.Make(2, 6)],
        ];

        Assert.Equal([0, 2], Accepted(EnsembleSelection.Select(trials, [0], Options, 42)));
    }

    private static IEnumerable<int> Accepted(IReadOnlyList<SelectionStep> path) => path.Where(s => s.Accepted).Select(s => s.Trial);

    private static IReadOnlyList<SelectionStep> Select(double first, params (double Separation, int Seed)[] others) => Select(first, Options, others);

    private static IReadOnlyList<SelectionStep> Select(double first, SearchOptions options, params (double Separation, int Seed)[] others) =>
        EnsembleSelection.Select([[Tables.Make(first, 0)], .. others.Select(o => (IReadOnlyList<ScoreTable>)[Tables.Make(o.Separation, o.Seed)])], [0], options, 42);
}
