using System.Diagnostics;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Build;

/// <summary>What the build does where feeds serve the packages of the optional parts, lack them, or are lost. No feed but those of the test is asked.</summary>
public sealed class OptionalPartsTests : IDisposable
{
    private readonly TempFolder _folder = new("checkout");

    /// <summary>The project files of this repository, without any source.</summary>
    public OptionalPartsTests()
    {
        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);
        var build = Directory.GetFiles(Path.Combine(Repository.Root, "build"));
        foreach (var file in (string[])[.. Directory.GetFiles(Repository.Root, "Directory.*"), .. build, .. projects])
        {
            _folder.Write(Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void With_two_feeds_that_serve_them_the_parts_are_built_in()
    {
        using var first = new LocalFeed().With("Microsoft.ML.AutoML", "0.23.1");
        using var second = TensorFlow(new LocalFeed());
        var said = Restore([first.Source, second.Source]);
        Assert.Contains("MLPipeline.TensorFlow is built in", said, StringComparison.Ordinal);
        Assert.Contains("MLPipeline.AutoML is built in", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_that_the_build_would_refuse_is_left_out()
    {
        using var feed = new LocalFeed()
            .With("Microsoft.ML.AutoML", "0.23.1", """<dependency id="Made.Up" version="1.0.0" />""").With("Made.Up", "1.1.0");
        Assert.Contains("MLPipeline.AutoML is left out: NU1603", Restore(feed.Source), StringComparison.Ordinal);
    }

    [Fact]
    public void A_feed_that_cannot_be_reached_is_the_reason()
    {
        using var feed = TensorFlow(new LocalFeed());
        string gone;
        using (var other = new LocalFeed())
        {
            gone = other.Source;
        }

        var said = Restore([feed.Source, gone], fails: true);
        Assert.Contains("MLPipeline.AutoML is left out of this build: NU1301", said, StringComparison.Ordinal);
        Assert.DoesNotContain("NU1507", said, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["obj/optional-packages.props"]));
    }

    [Fact]
    public void What_was_served_and_is_lost_is_named_with_the_way_out()
    {
        using (var feed = TensorFlow(new LocalFeed()))
        {
            Assert.Contains("MLPipeline.TensorFlow is built in", Restore(feed.Source), StringComparison.Ordinal);
        }

        Directory.Delete(_folder["packages"], recursive: true);
        using var without = new LocalFeed();
        var said = Restore(without.Source, fails: true);
        Assert.Contains("MLPipeline.TensorFlow was built in before", said, StringComparison.Ordinal);
        Assert.Contains("NU1101", said, StringComparison.Ordinal);
        Assert.Contains("-p:UseTensorFlow=false", said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_choice_of_native_libraries_is_remembered()
    {
        using var feed = new LocalFeed().With("Microsoft.ML.OnnxRuntime.Gpu", "1.31.0", """<dependency id="Microsoft.ML.OnnxRuntime.Managed" version="1.31.1" />""");
        Assert.Contains("ONNX Runtime gpu (remembered", Restore([feed.Source], "-p:OnnxRuntimeNative=gpu"), StringComparison.Ordinal);
        Assert.Equal("gpu", Dotnet(["msbuild", "src/MLPipeline", "-getProperty:OnnxRuntimeNative"]).Trim());
        Restore([feed.Source], "-p:OnnxRuntimeNative=cpu");
        Assert.Equal("cpu", Dotnet(["msbuild", "src/MLPipeline", "-getProperty:OnnxRuntimeNative"]).Trim());
    }

    private static LocalFeed TensorFlow(LocalFeed feed) => feed.With("Microsoft.ML.TensorFlow", "5.0.1").With("SciSharp.TensorFlow.Redist", "2.16.0");

    private string Restore(string source, bool fails = false) => Restore([source], fails: fails);

    private string Restore(string[] sources, string? option = null, bool fails = false)
    {
        var cached = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        _folder.Write(
            "NuGet.config",
            $"""
            <configuration>
              <packageSources><clear />{string.Concat(sources.Select((s, i) => $"<add key=\"feed{i}\" value=\"{s}\" allowInsecureConnections=\"true\" />"))}</packageSources>
              <fallbackPackageFolders><clear /><add key="cached" value="{cached}" /></fallbackPackageFolders>
              <config><add key="globalPackagesFolder" value="{_folder["packages"]}" /></config>
            </configuration>
            """);
        return Dotnet(["restore", "src/MLPipeline.Cli", "--no-http-cache", "-v:m", .. option is null ? Array.Empty<string>() : [option]], fails);
    }

    private string Dotnet(string[] arguments, bool fails = false)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = _folder.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NUGET_PACKAGES"] = _folder["packages"];
        start.Environment["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True((process.ExitCode != 0) == fails, output + error.Result);
        return output;
    }
}
