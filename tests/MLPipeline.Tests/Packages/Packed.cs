using System.Diagnostics;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Packages;

/// <summary>The packages of this build in a folder away from any checkout, and what it takes to use them there without a network.</summary>
public sealed class Packed : IDisposable
{
    private static readonly string[] Projects = ["MLPipeline", "MLPipeline.TensorFlow", "MLPipeline.AutoML", "MLPipeline.Cli"];

    private readonly TempFolder _folder = new("away");

    public Packed()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        foreach (var project in Projects)
        {
            Dotnet("pack", Path.Combine(Repository.Root, "src", project), "-c", configuration, "--no-build", "-o", Packages, "-v", "q", "--nologo");
        }

        // What the build has restored stands in for the feeds; the packages themselves come from the folder alone.
        var restored = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        _folder.Write("nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{Packages}" /></packageSources>
              <fallbackPackageFolders><clear /><add key="restored" value="{restored}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <summary>The folder of the packages.</summary>
    public string Packages => _folder["packages"];

    /// <summary>A folder to work in.</summary>
    public string this[string relative] => _folder[relative];

    public void Write(string relative, string text) => _folder.Write(relative, text);

    /// <summary>Runs the SDK in the folder; the test fails if it does.</summary>
    public string Dotnet(params string[] arguments) => Start("dotnet", arguments, expected: 0);

    /// <summary>Runs a program in the folder, which has a feature store and a package cache of its own.</summary>
    /// <returns>Standard output.</returns>
    public string Start(string program, string[] arguments, int expected)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in new[]
            {
                ("NUGET_PACKAGES", _folder["cache"]),
                ("MLPIPELINE_STORE", _folder["store"]),

                // A node or compiler that stays keeps the pipes open that are read here.
                ("MSBUILDDISABLENODEREUSE", "1"),
                ("UseSharedCompilation", "false"),
                ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"),
            })
        {
            start.Environment[name] = value;
        }

        if (arguments[0] == "pack")
        {
            start.Environment.Remove("NUGET_PACKAGES");
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == expected, $"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}\n{output}{error.Result}");
        return output;
    }

    public void Dispose() => _folder.Dispose();
}
