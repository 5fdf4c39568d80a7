using MLPipeline.Basics;

namespace MLPipeline.Tests.Basics;

public class RegistryTests
{
    private readonly Registry<Thing> _things = new("thing", new Thing("one"), new Thing("two"));

    [Fact]
    public void What_is_added_is_found_and_listed_last()
    {
        _things.Add(new("three"));

        Assert.Equal(["one", "two", "three"], _things.Names);
        Assert.Equal("three", _things.Find("three").Name);
    }

    [Fact]
    public void What_auto_shall_take_is_added_first()
    {
        _things.Add(new("three"), first: true);

        Assert.Equal("three", _things.All[0].Name);
    }

    [Fact]
    public void Adding_twice_changes_nothing_and_a_name_is_never_taken_over()
    {
        _things.Add(new("one"));

        Assert.Equal(["one", "two"], _things.Names);
        Assert.Contains("another name", Assert.Throws<ArgumentException>(() => _things.Add(new OtherThing())).Message);
    }

    [Fact]
    public void A_name_that_is_not_there_is_told_with_those_that_are() => Assert.Equal(
        "There is no thing 'tow'; known: one, two. Did you mean 'two'?",
        Assert.Throws<MLPipelineException>(() => _things.Find("tow")).Message);

    private record Thing(string Name) : INamed;

    private sealed record OtherThing() : Thing("one");
}
