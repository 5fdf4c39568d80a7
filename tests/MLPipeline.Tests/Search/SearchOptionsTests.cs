using MLPipeline.Datasets;
using MLPipeline.Pipelines;

namespace MLPipeline.Tests.Search;

public class SearchOptionsTests
{
    private static readonly string Pipelines = Path.Combine(Repository.Root, "pipelines");

    [Fact]
    public void The_shipped_file_shows_every_key_with_its_default()
    {
        var text = File.ReadAllText(Path.Combine(Pipelines, "search.yaml"));
        var shipped = PipelineFile.Parse(text, "search.yaml");
        var written = PipelineFile.ToYaml(new() { Search = new() });

        Assert.Equal(PipelineJson.Serialize(new() { Name = "search", Search = new() }), PipelineJson.Serialize(shipped));
        Assert.Equal(Keys(written[written.IndexOf("search:", StringComparison.Ordinal)..written.IndexOf("\nvideo:", StringComparison.Ordinal)]), Keys(text[text.IndexOf("search:\n", StringComparison.Ordinal)..]));
    }

    [Fact]
    public void A_file_without_the_section_does_not_search() => Assert.Null(PipelineFile.Parse("name: plain", "plain.yaml").Search);

    [Fact]
    public void Options_are_read_from_a_file_and_back()
    {
        var search = PipelineFile.Parse(
            """
            search:
              scope: all
              validation: both
              minutes: 2.5
              space: {detectors: [knn], sizes: [128]}
              synthetic: {kinds: [scar], strength: 0.5}
            """, "my.yaml").Search!;

        Assert.Equal((SearchScope.All, ValidationKind.Both, 2.5), (search.Scope, search.Validation, search.Minutes));
        Assert.Equal(["knn"], search.Space.Detectors);
        Assert.Equal([PaintedKind.Scar], search.Synthetic.Kinds);
        Assert.Equal(60, search.Trials);
        var again = PipelineJson.Deserialize(PipelineJson.Serialize(new() { Search = search })).Search;
        Assert.Equal(PipelineJson.Serialize(new() { Search = search }), PipelineJson.Serialize(new() { Search = again }));
    }

    [Theory]
    [InlineData("search: {trials: 0}", "search.trials")]
    [InlineData("search: {space: {poolings: [max]}}", "search.space.poolings[0]")]
    [InlineData("search: {space: {detectors: []}}", "search.space.detectors")]
    [InlineData("search: {synthetic: {kinds: [paint]}}", "search.synthetic.kinds[0]")]
    public void A_mistake_is_told_with_its_place(string yaml, string place) =>
        Assert.Contains(place, Assert.Throws<PipelineFileException>(() => PipelineFile.Parse(yaml, "my.yaml")).Message);

    private static string[] Keys(string yaml) =>
        [.. yaml.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(':')[0])];
}
