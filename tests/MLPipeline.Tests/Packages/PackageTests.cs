using System.IO.Compression;
using System.Xml.Linq;

namespace MLPipeline.Tests.Packages;

/// <summary>What is packed is used as a stranger would: from an empty folder that no checkout is above of.</summary>
public sealed class PackageTests(Packed packed) : IClassFixture<Packed>
{
    [Fact]
    public void Every_package_says_what_it_is_and_comes_with_symbols()
    {
        var packages = Directory.GetFiles(packed.Packages, "*.nupkg");

        Assert.Contains(packages, p => Path.GetFileName(p).StartsWith("MLPipeline.0", StringComparison.Ordinal));
        Assert.Contains(packages, p => Path.GetFileName(p).StartsWith("MLPipeline.Cli.", StringComparison.Ordinal));
        foreach (var package in packages)
        {
            Assert.True(File.Exists(Path.ChangeExtension(package, ".snupkg")), package);
            using var zip = ZipFile.OpenRead(package);
            Assert.NotNull(zip.GetEntry("README.md"));
            using var nuspec = zip.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
            var metadata = XDocument.Load(nuspec).Root!.Elements().Single();
            string? Value(string name) => metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value;
            Assert.Equal(("MIT", "README.md"), (Value("license"), Value("readme")));
            Assert.NotEqual("Package Description", Value("description"));
            Assert.Contains("anomaly-detection", Value("tags"), StringComparison.Ordinal);
            Assert.Equal("git", metadata.Elements().Single(e => e.Name.LocalName == "repository").Attribute("type")!.Value);
        }
    }

    [Fact]
    public void The_tool_searches_and_predicts_with_nothing_but_itself()
    {
        packed.Dotnet("tool", "install", "--tool-path", packed["tools"], "--source", packed.Packages, "MLPipeline.Cli");
        string Run(int expected, params string[] arguments) => packed.Start(packed["tools/mlpipeline"], arguments, expected);

        Assert.Contains("plate", Run(0, "sample", "--out", "photos"), StringComparison.Ordinal);
        foreach (var folder in new[] { "good", "hole", "stain", "scratch" }.Select(d => packed["photos/plate/test/" + d]).Append(packed["photos/plate/train/good"]))
        {
            foreach (var photo in Directory.GetFiles(folder).Order(StringComparer.Ordinal).Skip(12))
            {
                File.Delete(photo);
            }
        }

        Run(0, "search", "fast", "--data", "photos", "--category", "plate", "--trials", "2", "--out", "runs");
        Assert.Contains("AUROC", File.ReadAllText(packed["runs/report.html"]), StringComparison.Ordinal);
        Assert.Contains("anomalous", Run(1, "predict", "runs/plate/model.zip", "photos/plate/test"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_trains_in_a_new_console_project()
    {
        packed.Write("app/app.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MLPipeline" Version="*" />
              </ItemGroup>
            </Project>
            """);
        packed.Write("app/Program.cs", """
            using MLPipeline.Basics;
            using MLPipeline.Datasets;
            using MLPipeline.Jobs;
            using MLPipeline.Pipelines;

            SampleDataset.Write("sample", new SampleOptions { Train = 8, TestGood = 4, PerDefect = 2 });
            var results = Run.Execute(
                new RunOptions
                {
                    Pipeline = PipelineFile.Load("fast"),
                    Dataset = Dataset.Open("sample", new DatasetOptions { Categories = ["grass"] }),
                    OutFolder = "trained",
                },
                NullProgress.Instance);
            Console.WriteLine($"{results.Single().Category} {File.Exists("trained/grass/model.zip")}");
            """);

        packed.Dotnet("publish", "app", "-o", "published", "-v", "q", "--nologo");

        Assert.Equal("grass True", packed.Dotnet("published/app.dll").Trim());
    }
}
