using MLPipeline.Basics;
using MLPipeline.Cli;
using MLPipeline.Datasets;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Cli;

public class PhotoPathsTests
{
    private static IEnumerable<string> Names(TempFolder folder, PhotoPaths photos) => photos.Paths.Select(p => Path.GetRelativePath(folder.Root, p).Replace('\\', '/'));

    [Fact]
    public void A_folder_gives_its_photos_and_says_what_is_not_read()
    {
        using var folder = new TempFolder();
        var picture = File.ReadAllBytes(folder.Image("a.png", 8, 8, (_, _) => SkiaSharp.SKColors.Gray));
        folder.Write("old/a_heat.png", OwnPicture.Mark(picture));
        folder.Write("maps/b.png", picture);
        folder.Touch("lot", "b.JPG", "c.tif", "movie.mp4");
        folder.Touch("lot/.ipynb_checkpoints", "b.jpg");
        folder.Touch("@eaDir", "b.jpg");
        var photos = PhotoPaths.Of([folder.Root], folder["maps"]);
        Assert.Equal(["a.png", "lot/b.JPG"], Names(folder, photos));
        Assert.Contains(photos.Warnings, w => w.Contains("2 file(s)", StringComparison.Ordinal) && w.Contains(".tif", StringComparison.Ordinal));
        Assert.Contains(photos.Warnings, w => w.Contains("1 picture(s)", StringComparison.Ordinal) && w.Contains("a_heat.png", StringComparison.Ordinal));
        Assert.True(photos.IsComplete);
        Assert.Equal(["a.png", "lot/b.JPG"], Names(folder, PhotoPaths.Of([folder["*.png"], folder["lot/*.*"]])));
        Assert.Equal(["old/a_heat.png"], Names(folder, PhotoPaths.Of([folder["old/a_heat.png"]])));
    }

    [Fact]
    public void What_holds_no_photo_says_what_it_holds()
    {
        using var folder = new TempFolder();
        folder.Touch("films", "a.mp4");
        Assert.Contains("ffmpeg", Assert.Throws<FileNotFoundException>(() => PhotoPaths.Of([folder["films"]])).Message);
        Assert.Contains("Nothing matches", Assert.Throws<FileNotFoundException>(() => PhotoPaths.Of([folder["*.png"]])).Message);
    }

    [Theory]
    [InlineData("clip.mp4")]
    [InlineData("clip.AVI")]
    [InlineData("rtsp://camera/1")]
    public void A_video_or_a_stream_says_what_to_do(string argument) =>
        Assert.Contains("ffmpeg -i '" + argument, Assert.Throws<MLPipelineException>(() => PhotoPaths.Of([argument])).Message);

    [Fact]
    public async Task A_model_of_a_plain_folder_is_evaluated_on_the_photos_that_it_has_not_learned_from()
    {
        using var folder = new TempFolder("disc");
        for (var i = 0; i < 20; i++)
        {
            TinyDataset.Photo(folder, $"good/{i:000}.png", i, bar: false);
            TinyDataset.Photo(folder, $"bad/{i % 4:000}.png", 200 + (i % 4), bar: true);
        }

        var pipeline = folder.Write("../seven.yaml", MLPipeline.Pipelines.PipelineFile.ToYaml(TinyDataset.Pipeline() with { Seed = 7 }));
        var (run, evaluation) = (folder["../run"], folder["../evaluation"]);
        Assert.Equal(0, (await CliRunner.RunAsync("run", pipeline, "--data", folder.Root, "--out", run, "--store", folder["../store"])).Code);
        var model = Path.Combine(run, "disc", "model.zip");
        var (code, _, error) = await CliRunner.RunAsync("evaluate", model, "--data", folder.Root, "--out", evaluation);
        Assert.Equal(0, code);
        Assert.DoesNotContain("learned from", error, StringComparison.Ordinal);
        Assert.Equal(File.ReadLines(Path.Combine(run, "disc", "scores.csv")).Select(l => l.Split(',')[0]), File.ReadLines(Path.Combine(evaluation, "disc", "scores.csv")).Select(l => l.Split(',')[0]));

        (_, _, error) = await CliRunner.RunAsync("evaluate", model, "--data", folder.Root, "--all");
        Assert.Contains("14 of 24 photos are among those that the model learned from", error, StringComparison.Ordinal);
        Directory.Move(folder.Root, folder["../cap"]);
        (_, _, error) = await CliRunner.RunAsync("evaluate", model, "--data", folder["../cap"]);
        Assert.Contains("The model was made for 'disc', and these photos are of 'cap'", error, StringComparison.Ordinal);
        Directory.Move(folder["../cap"], folder.Root);
    }
}
