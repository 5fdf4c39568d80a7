using MLPipeline.Datasets;

namespace MLPipeline.Tests.Datasets;

/// <summary>A layout of one's own: photos in one folder, whose names say what they show.</summary>
public sealed class OwnLayoutTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [System.Runtime.CompilerServices.ModuleInitializer]
    internal static void Register() => DatasetLayouts.All.Add(new NamesLayout(), first: true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_found_like_any_other()
    {
        _folder.Write("names.txt", "");
        foreach (var name in new[] { "good-1.png", "good-2.png", "scratch-1.png" })
        {
            _folder.Write(name, name);
        }

        var dataset = Dataset.Open(_folder.Root);

        Assert.Equal("names", dataset.Layout);
        Assert.Equal(["good-1.png", "good-2.png"], dataset.Categories.Single().Train.Select(p => p.Id));
        Assert.Equal("scratch", dataset.Categories.Single().Test.Single().Defect);
        Assert.Contains(dataset.Warnings, w => w.Contains("names are all that is known", StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_among_those_that_a_message_lists()
    {
        _folder.Write("readme.md", "");

        Assert.Contains("names (names.txt beside the photos)", Assert.Throws<DatasetException>(() => Dataset.Open(_folder.Root)).Message);
    }

    private sealed class NamesLayout : IDatasetLayout
    {
        public string Name => "names";

        public string Understood => "names (names.txt beside the photos)";

        public IReadOnlyList<CategorySource>? Categories(string root, DatasetOptions options, Action<Finding> remark) =>
            File.Exists(Path.Combine(root, "names.txt")) ? [new("parts", root, PhotoPlaces.Folder, remarks => Read(root, remarks))] : null;

        private static List<Photo> Read(string root, Remarks remarks)
        {
            remarks.Warn("names are all that is known.");
            return
            [
                .. from path in Directory.GetFiles(root, "*.png").Order(StringComparer.Ordinal)
                   let defect = Path.GetFileName(path).Split('-')[0]
                   select new Photo(Path.GetFileName(path), path, "parts", defect == Photo.Good ? Split.Train : Split.Test, defect != Photo.Good, defect),
            ];
        }
    }
}
