using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using MLPipeline.Pipelines;
using MLPipeline.Reports;
using MLPipeline.Tests;
using MLPipeline.Tests.Datasets;
using SkiaSharp;

namespace MLPipeline.Reliability;

/// <summary>The built command, killed at random instants, without room on the disk, and beside others of its kind.</summary>
public sealed class InterruptedTests : IDisposable
{
    private readonly TempFolder _folder = new("photos");
    private readonly string _pipeline;

    public InterruptedTests()
    {
        TinyDataset.Write(_folder);
        TinyDataset.Write(_folder, category: "plate");
        var pipeline = TinyDataset.Pipeline() with { Search = new() { Trials = 6 } };
        _pipeline = _folder.Write("../run.yaml", PipelineFile.ToYaml(pipeline with { Search = null }));
        _folder.Write("../search.yaml", PipelineFile.ToYaml(pipeline));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_kill_at_any_instant_tears_nothing_and_the_next_run_ends()
    {
        var (seed, killed) = (Environment.TickCount, 0);
        var random = new Random(seed);
        var whole = End(Run());
        Assert.True(whole.Code == 0, whole.Error);
        var first = Hashes(_folder["../out"]);
        string[][] jobs =
        [
            ["run", _pipeline, "--data", _folder.Root, "--out", _folder["../out"], "--store", _folder["../store"], "--quiet"],
            ["search", _folder["../search.yaml"], "--data", _folder.Root, "--out", _folder["../searched"], "--store", _folder["../store"], "--quiet"],
            ["predict", _folder["../out/disc/model.zip"], _folder["disc"], "--maps", _folder["../maps"]],
        ];
        for (var i = 0; killed < Effort.Of(2, 200) && i < 1000; i++)
        {
            using var process = Built.Start(jobs[i % jobs.Length]);
            if (!process.WaitForExit(random.Next(50, 6000)))
            {
                process.Kill(entireProcessTree: true);
                killed++;
            }

            process.WaitForExit();
            Check(_folder["../out"], $"seed {seed}, kill {i}");
            Check(_folder["../searched"], $"seed {seed}, kill {i}");
            Check(_folder["../maps"], $"seed {seed}, kill {i}");
        }

        var last = End(Run());
        Assert.True(last.Code == 0, last.Error);
        Assert.Equal(Scores(first), Scores(Hashes(_folder["../out"])));
        Assert.False(Directory.Exists(_folder["../out/.unfinished"]));
        Assert.Empty(Directory.GetFiles(_folder["../out"], "*.tmp", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(_folder["../store"], "*.tmp", SearchOption.AllDirectories));
        var verified = End(Built.Start("verify", _folder["../out/disc/model.zip"], "--scores", _folder["../out/disc/scores.csv"]));
        Assert.True(verified.Code == 0, verified.Error);
        Effort.Report($"kills: {killed} of run, search and predict --maps at random instants (seed {seed}); no file torn, the same scores afterwards");
    }

    [Fact]
    public void A_full_disk_leaves_the_earlier_run_as_it_was()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs 'ulimit'");
        Assert.Equal(0, End(Run()).Code);
        var before = Hashes(_folder["../out"]);
        var random = new Random(1);
        for (var i = 0; i < Effort.Of(2, 40); i++)
        {
            // A limit on the size of a file acts as a full disk does: writing fails half-way.
            var store = _folder[$"../other-store-{i}"];
            var start = new ProcessStartInfo("bash") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(
                $"export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f {random.Next(1, 800)}; exec dotnet '{Path.Combine(AppContext.BaseDirectory, "MLPipeline.Cli.dll")}' " +
                $"run '{_pipeline}' --data '{_folder.Root}' --out '{_folder["../out"]}' --store '{store}'");
            using var process = Process.Start(start)!;
            var (code, _, error, _) = process.End();
            Assert.True(code is 0 or 2, $"exit code {code}: {error}");
            Check(_folder["../out"], $"limit {i}");
            if (code != 0)
            {
                Assert.Equal(before, Hashes(_folder["../out"]).Where(f => !f.Key.StartsWith(".unfinished", StringComparison.Ordinal)));
            }
        }

        Effort.Report("full disk: the earlier run stayed as it was");
    }

    [Fact]
    public void Two_processes_share_a_store_and_never_a_folder()
    {
        for (var i = 0; i < Effort.Of(1, 20); i++)
        {
            using var a = Run("one");
            using var b = Run("two");
            using var c = Run("one");
            (int Code, string Output, string Error, long PeakBytes)[] ends = [End(a), End(b), End(c)];
            Assert.Equal(0, ends[1].Code);
            Assert.Contains(0, new[] { ends[0].Code, ends[2].Code });
            Assert.All(ends.Where(e => e.Code != 0), e => Assert.Contains("Another process writes", e.Error, StringComparison.Ordinal));
            Assert.Equal(Scores(Hashes(_folder["../one"])), Scores(Hashes(_folder["../two"])));
        }

        Effort.Report("two processes at once: same scores, one writer per folder");
    }

    [Theory]
    [InlineData("de_DE.UTF-8")]
    [InlineData("tr_TR.UTF-8")]
    [InlineData("fa_IR.UTF-8")]
    public void A_culture_changes_nothing(string culture)
    {
        Assert.Equal(0, End(Run("here")).Code);
        using var process = Built.Start(
            start => (start.Environment["LC_ALL"], start.Environment["LANG"]) = (culture, culture),
            "run", _pipeline, "--data", _folder.Root, "--out", _folder["../there"], "--store", _folder["../store"]);
        var end = End(process);
        Assert.True(end.Code == 0, end.Error);
        Assert.Equal(Scores(Hashes(_folder["../here"])), Scores(Hashes(_folder["../there"])));
    }

    private Process Run(string output = "out") =>
        Built.Start("run", _pipeline, "--data", _folder.Root, "--out", _folder["../" + output], "--store", _folder["../store"]);

    private static (int Code, string Output, string Error, long PeakBytes) End(Process process)
    {
        var end = process.End();
        Assert.True(end.PeakBytes < 1L << 30, $"the process took {end.PeakBytes >> 20} MB");
        return end;
    }

    /// <summary>Every file that is there is whole.</summary>
    private static void Check(string folder, string when)
    {
        foreach (var file in !Directory.Exists(folder) ? [] : Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => !f.Contains(".unfinished", StringComparison.Ordinal)))
        {
            try
            {
                switch (Path.GetExtension(file))
                {
                    case ".json":
                        JsonDocument.Parse(File.ReadAllBytes(file)).Dispose();
                        break;
                    case ".csv" or ".jsonl" or ".yaml":
                        Assert.True(Path.GetExtension(file) == ".jsonl" || File.ReadAllText(file).EndsWith('\n'));
                        break;
                    case ".zip":
                        System.IO.Compression.ZipFile.OpenRead(file).Dispose();
                        break;
                    case ".png":
                        using (var codec = SKCodec.Create(file))
                        {
                            using var bitmap = new SKBitmap(codec.Info);
                            Assert.Equal(SKCodecResult.Success, codec.GetPixels(bitmap.Info, bitmap.GetPixels()));
                        }

                        break;
                    case ".html":
                        Assert.EndsWith("</html>", File.ReadAllText(file).TrimEnd(), StringComparison.Ordinal);
                        break;
                }
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{when}: {file} is torn: {error.Message}", error);
            }
        }
    }

    private static SortedDictionary<string, string> Hashes(string folder) => new(
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(
            f => Path.GetRelativePath(folder, f), f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))),
        StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, string>> Scores(SortedDictionary<string, string> files) =>
        files.Where(f => f.Key.EndsWith(RunFiles.Scores, StringComparison.Ordinal));
}
