using MLPipeline.Pipelines;
using PublicApiGenerator;

namespace MLPipeline.Tests.PublicSurface;

/// <summary>What users can see of the library is approved in a text file: its difference is the review of a change.</summary>
public sealed class PublicSurfaceTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "MLPipeline.Tests", "PublicSurface");

    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var found = typeof(PipelineFile).Assembly.GeneratePublicApi(new ApiGeneratorOptions
        {
            // Who may look inside, and what the build notes of itself, is no surface.
            IncludeAssemblyAttributes = false,
        }).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var approved = File.ReadAllText(Path.Combine(Folder, "MLPipeline.txt")).ReplaceLineEndings("\n");
        if (found == approved)
        {
            return;
        }

        var received = Path.Combine(Path.GetTempPath(), "MLPipeline.received.txt");
        File.WriteAllText(received, found);
        string[] lines = [.. found.Split('\n')];
        string[] before = [.. approved.Split('\n')];
        Assert.Fail(
            $"""
            The public surface has changed. If that is meant, copy {received} to {Folder}/MLPipeline.txt.
            New:
            {string.Join('\n', lines.Except(before).Take(20))}
            Gone:
            {string.Join('\n', before.Except(lines).Take(20))}
            """);
    }
}
