using System.Globalization;
using System.Text;
using MLPipeline.Datasets;

namespace MLPipeline.Tests.Reliability;

public class OddLayoutTests
{
    /// <summary>How many layouts are made; a long run sets more.</summary>
    private const string CountVariable = "MLPIPELINE_ODD_LAYOUTS";

    private static int Count => int.TryParse(Environment.GetEnvironmentVariable(CountVariable), CultureInfo.InvariantCulture, out var count) ? count : 60;

    [Fact]
    public void All_that_must_be_read_is_read_and_all_that_must_be_said_is_said_and_nothing_else()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links and letters in two forms need another disk");
        var wrong = new StringBuilder();
        Parallel.For(0, Count, seed =>
        {
            using var layout = new OddLayout(seed);
            var problems = string.Join("\n  ", Problems(layout));
            if (problems.Length > 0)
            {
                lock (wrong)
                {
                    wrong.AppendLine(CultureInfo.InvariantCulture, $"seed {seed} ({(layout.IsPlain ? "plain" : "mvtec")}: {string.Join(", ", layout.Story)}):\n  {problems}");
                }
            }
        });
        Assert.Equal("", wrong.ToString());
    }

    private static IEnumerable<string> Problems(OddLayout layout)
    {
        Dataset dataset;
        string? error = null;
        try
        {
            dataset = Dataset.Open(layout.Folder.Root);
        }
        catch (Exception e)
        {
            (dataset, error) = (null!, $"{e.GetType().Name}: {e.Message}");
        }

        if (error is not null)
        {
            yield return error;
            yield break;
        }

        var read = dataset.Categories.Single().Photos;
        foreach (var (id, defect) in layout.Photos)
        {
            var photo = read.SingleOrDefault(p => p.Id == id);
            if (photo is null)
            {
                yield return $"{id} is not read";
            }
            else if (!MLPipeline.Basics.FileNames.AreSame(photo.Defect, defect))
            {
                yield return $"{id} is called {photo.Defect}, not {defect}";
            }
            else if ((photo.MaskPath is null ? null : photo.Relative(photo.MaskPath)) is var mask && mask != layout.Masks.GetValueOrDefault(id))
            {
                yield return $"{id} has the mask {mask ?? "(none)"}, not {layout.Masks.GetValueOrDefault(id) ?? "(none)"}";
            }
        }

        foreach (var photo in read.Where(p => !layout.Photos.ContainsKey(p.Id)))
        {
            yield return $"{photo.Id} is read";
        }

        // Whether some photos of defects lack a mask follows from the rest.
        var said = dataset.Warnings.Where(w => !w.Contains("photos of defects have no mask", StringComparison.Ordinal)).ToList();
        foreach (var text in layout.Said.Where(text => !said.Any(s => s.Contains(text, StringComparison.Ordinal))))
        {
            yield return $"nobody says '{text}'";
        }

        foreach (var text in said.Where(s => !layout.Said.Any(text => s.Contains(text, StringComparison.Ordinal))))
        {
            yield return $"it says '{text}'";
        }
    }
}
