using System.IO.Compression;
using MLPipeline.Models;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Models;

public class ModelZipTests
{
    [Fact]
    public void A_missing_file_is_named()
    {
        var error = Assert.Throws<FileNotFoundException>(() => ModelZip.Load("no-such.zip"));
        Assert.Contains("no-such.zip", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is a text, not a zip")]
    public void A_file_that_is_no_zip_is_refused(string content)
    {
        using var folder = new TempFolder();
        var path = folder.Write("model.zip", content);
        var error = Assert.Throws<InvalidDataException>(() => ModelZip.Load(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("not a zip", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_of_something_else_is_refused()
    {
        using var folder = new TempFolder();
        var path = folder["other.zip"];
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            zip.CreateEntry("readme.txt");
        }

        var error = Assert.Throws<InvalidDataException>(() => ModelZip.Load(path));
        Assert.Contains("no model of MLPipeline", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_was_cut_short_is_refused()
    {
        using var run = new TinyRun();
        var bytes = File.ReadAllBytes(run.Model);
        var path = run.Folder.Write("short.zip", bytes[..(bytes.Length / 2)]);
        Assert.Throws<InvalidDataException>(() => ModelZip.Load(path));
    }

    [Fact]
    public void A_model_whose_parts_are_missing_is_refused()
    {
        using var run = new TinyRun();
        using (var zip = ZipFile.Open(run.Model, ZipArchiveMode.Update))
        {
            zip.Entries.First(e => e.FullName.Contains("TransformerChain", StringComparison.Ordinal)).Delete();
        }

        var error = Assert.Throws<InvalidDataException>(() => ModelZip.Load(run.Model));
        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_come_back()
    {
        using var run = new TinyRun();
        using var model = ModelZip.Load(run.Model);
        Assert.Equal(TinyDataset.Category, model.Metadata.Category);
        Assert.Equal(run.Result.Threshold, model.Metadata.Threshold);
        Assert.Equal(14, model.Metadata.TrainedOn);
        Assert.Equal((96, 96), (model.Metadata.InputWidth, model.Metadata.InputHeight));
        Assert.NotNull(model.Metadata.MapScale);
        Assert.Equal("tiny", model.Metadata.Pipeline.Name);
    }
}
