using System.ComponentModel.DataAnnotations;
using MLPipeline.Pipelines;

namespace MLPipeline.Tests.Pipelines;

/// <summary>Kinds of properties that sections of a pipeline may have and that not all have today.</summary>
public class YamlBinderTests
{
    public enum Aim { BestMean, WorstCategory }

    [Fact]
    public void Every_kind_of_property_is_filled()
    {
        var bound = Bind(
            """
            aim: worst-category
            on: true
            budget: 1e3
            count: 9000000000
            limit: 5
            nothing: ~
            ranks: [1, 2]
            aims: [best-mean]
            inner: {a: 2}
            list: [{a: 3}, {}]
            optional: {a: 4}
            text: 'null'
            """);

        Assert.Equal((Aim.WorstCategory, true, 1000.0, 9000000000, 5), (bound.Aim, bound.On, bound.Budget, bound.Count, bound.Limit));
        Assert.Null(bound.Nothing);
        Assert.Equal([1, 2], bound.Ranks);
        Assert.Equal([Aim.BestMean], bound.Aims);
        Assert.Equal(new Inner { A = 2, B = 7 }, bound.Inner);
        Assert.Equal([new Inner { A = 3 }, new Inner()], bound.List);
        Assert.Equal(new Inner { A = 4 }, bound.Optional);
        Assert.Equal("null", bound.Text);
    }

    [Fact]
    public void A_nullable_value_may_be_left_empty() => Assert.Null(Bind("limit:").Limit);

    [Theory]
    [InlineData("aim: worst", "f:1: aim: 'worst' is not one of the known values; allowed: best-mean, worst-category.")]
    [InlineData("aim: worst_category", "f:1: aim: 'worst_category' is not one of the known values; allowed: best-mean, worst-category. Did you mean 'worst-category'?")]
    [InlineData("on: yes", "f:1: on: 'yes' is not true or false.")]
    [InlineData("limit: 2", "f:1: limit: '2' is too small; allowed: more than 2 to 9.")]
    [InlineData("ranks: [1, 900]", "f:1: ranks[1]: '900' is too large; allowed: 0 to 512.")]
    [InlineData("ranks: []", "f:1: ranks: has 0 items; allowed: 1 or more.")]
    [InlineData("text: ''", "f:1: text: '' is too short; allowed: at least 1 character.")]
    [InlineData("aims: [~]", "f:1: aims[0]: has no value; give it one of the known values; allowed: best-mean, worst-category.")]
    public void Their_rules_are_held(string yaml, string message)
    {
        var e = Assert.Throws<PipelineFileException>(() => Bind(yaml));
        Assert.Equal(message, e.Message);
    }

    [Fact]
    public void A_default_that_is_shared_is_not_changed()
    {
        Bind("shared: {a: 5}");

        Assert.Equal(1, Outer.SharedDefault.A);
    }

    private static Outer Bind(string yaml)
    {
        var mistakes = new Mistakes("f");
        var outer = new Outer();
        new YamlBinder(mistakes, new Dictionary<Type, IReadOnlyDictionary<string, Type>>(), o => o)
            .Fill((YamlSection)YamlTree.Read(yaml)!, "", outer);
        mistakes.ThrowIfAny();
        return outer;
    }

    public sealed record Inner
    {
        public int A { get; init; } = 1;

        public int B { get; init; }
    }

    public sealed record Outer
    {
        public static readonly Inner SharedDefault = new();

        public Aim Aim { get; init; }

        public bool On { get; init; }

        public double Budget { get; init; }

        public long Count { get; init; }

        [Range(2, 9, MinimumIsExclusive = true)]
        public int? Limit { get; init; } = 3;

        public string? Nothing { get; init; } = "something";

        [MinLength(1), Range(0, 512)]
        public IReadOnlyList<int> Ranks { get; init; } = [];

        public Aim[] Aims { get; init; } = [];

        public Inner Inner { get; init; } = new() { B = 7 };

        public IReadOnlyList<Inner> List { get; init; } = [];

        public Inner? Optional { get; init; }

        public Inner Shared { get; init; } = SharedDefault;

        [MinLength(1)]
        public string Text { get; init; } = "t";
    }
}
