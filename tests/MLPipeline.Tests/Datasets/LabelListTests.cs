using MLPipeline.Datasets;

namespace MLPipeline.Tests.Datasets;

public class LabelListTests
{
    [Fact]
    public void Listed_photos_are_validation_photos()
    {
        using var folder = Category("path,label,defect\nseen/a.png,good,\nseen/b.png,anomaly,scratch\nseen/c.png,1,\n");
        var validation = Open(folder).Validation.ToArray();
        Assert.Equal(["good", "scratch", "anomaly"], validation.OrderBy(p => p.Id, StringComparer.Ordinal).Select(p => p.Defect));
        Assert.Equal([false, true, true], validation.OrderBy(p => p.Id, StringComparer.Ordinal).Select(p => p.IsAnomalous));
    }

    [Theory]
    [InlineData("path,label\ntest/good/000.png,good\n", "line 2", "test split")]
    [InlineData("path,label\ntrain/good/000.png,good\n", "line 2", "train split")]
    [InlineData("path,label\nseen/a.png,maybe\n", "line 2", "'maybe' is unknown")]
    [InlineData("path,label\n,good\n", "line 2", "path is empty")]
    [InlineData("path,label\n../../a.png,good\n", "line 2", "leads outside")]
    [InlineData("file,label\nseen/a.png,good\n", "line 1", "no column path")]
    public void A_wrong_line_is_named(string list, string line, string problem)
    {
        using var folder = Category(list);
        var error = Assert.Throws<DatasetException>(() => Open(folder));
        Assert.Contains(line, error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_listed_photo_that_does_not_exist_is_a_warning()
    {
        using var folder = Category("path,label\nseen/nowhere.png,good\n");
        Assert.Contains(Dataset.Open(folder.Root).Warnings, w => w.Contains("nowhere.png", StringComparison.Ordinal));
    }

    private static TempFolder Category(string list)
    {
        var folder = new TempFolder("disc");
        folder.TouchMany("train/good", 12);
        folder.TouchMany("test/good", 2);
        folder.TouchMany("test/bar", 2);
        folder.Touch("seen", "a.png", "b.png", "c.png");
        folder.Write("labels.csv", list);
        return folder;
    }

    private static Category Open(TempFolder folder) => Dataset.Open(folder.Root).Categories.Single();
}
