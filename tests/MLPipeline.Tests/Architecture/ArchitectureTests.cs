namespace MLPipeline.Tests.Architecture;

/// <summary>
/// Holds the sources against the order of <c>docs/architecture.md</c>. From the sources and not from the assembly, in which
/// constants are inlined and leave no trace.
/// </summary>
public class ArchitectureTests
{
    public static TheoryData<string, string[]> Projects => new()
    {
        { "MLPipeline.TensorFlow", ["Basics", "Compute", "Featurization"] },
        { "MLPipeline.AutoML", ["Basics", "Pipelines", "Search"] },
        { "MLPipeline.Video", ["Basics", "Datasets"] },
    };

    [Fact]
    public void Each_wing_and_room_uses_only_those_below_it() => Assert.True(House.FromDocs().Violations(House.Library()) is var found && !found.Any(), string.Join("\n", found));

    [Fact]
    public void Every_room_of_the_picture_is_there()
    {
        var there = House.Library().Select(f => f.Room).ToHashSet();
        var picture = File.ReadLines(Path.Combine(Repository.Root, "docs", "architecture.md"))
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('`')[1]).Where(r => !r.EndsWith("/NAME", StringComparison.Ordinal));

        Assert.All(picture, room => Assert.Contains(room, there));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Projects_beside_the_library_use_the_wings_that_they_need(string project, string[] wings)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Repository.Root, "src", project)), $"there is no project {project}");

        Assert.All(House.Sources(project), f => Assert.Empty(House.WingsOf(f).Where(w => $"MLPipeline.{w}" != project).Except(wings)));
    }

    [Theory]
    [InlineData("Low/One/A.cs", "using MLPipeline.High;\nnamespace MLPipeline.Low;\nclass A;", "uses the higher wing High")]
    [InlineData("Low/One/A.cs", "namespace MLPipeline.Low;\nclass A { object x = new B(); }", "of a room above")]
    [InlineData("Low/One/A.cs", "namespace MLPipeline.Other;\nclass A;", "its namespace is not MLPipeline.Low")]
    [InlineData("Low/Three/A.cs", "namespace MLPipeline.Low;\nclass A;", "lies in no room")]
    [InlineData("High/Left/A.cs", "namespace MLPipeline.High;\nclass A { D d; }", "of a room above")]
    [InlineData("Low/One/A.cs", "using YamlDotNet.Core;\nnamespace MLPipeline.Low;\nclass A;", "whose home is Pipelines/Files")]
    public void A_planted_violation_is_found(string path, string text, string found)
    {
        var house = new House(["Low/One", "Low/Two", "High/NAME"]);
        SourceFile[] others =
        [
            new("Low/Two/B.cs", "namespace MLPipeline.Low;\n/// <summary>See A.</summary>\nclass B { A a; string t = \"D\"; }"),
            new("High/Right/D.cs", "using MLPipeline.Low;\nnamespace MLPipeline.High;\nclass D { B b; }"),
        ];

        Assert.Empty(house.Violations(others));
        Assert.Contains(found, Assert.Single(house.Violations([.. others, new(path, text)])));
    }

    [Fact]
    public void A_room_that_is_full_is_divided() => Assert.Contains(
        "divide it", Assert.Single(new House(["Low/One"]).Violations([.. Enumerable.Range(0, 13).Select(i => new SourceFile($"Low/One/A{i}.cs", "namespace MLPipeline.Low;"))])));
}
