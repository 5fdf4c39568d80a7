using MLPipeline.Basics;
using MLPipeline.Compute;
using MLPipeline.Featurization;

namespace MLPipeline.Pipelines;

/// <summary>Finds what a pipeline asks for that cannot run here: backbones, layers, runtimes, GPUs.</summary>
public static class PipelineCheck
{
    /// <summary>Tries the featurizer of each member and each backbone of a search. Takes a second per featurizer at most.</summary>
    /// <returns>What cannot run, each with its key; empty if all can.</returns>
    public static IReadOnlyList<string> Problems(PipelineOptions options) =>
    [
        .. options.Members.SelectMany((m, i) => Problem($"{(options.Members.Count > 1 ? $"members[{i}]." : "")}featurizer", () => Try(m.Featurizer))),
        .. options.Search is { } search ? OfSpace(search.Space) : [],
    ];

    private static void Try(FeaturizerOptions options)
    {
        using var featurizer = new Featurizer(OnnxContext.Create(), options, InputSize.Of(options.Size, 1));
    }

    private static IEnumerable<string> OfSpace(SpaceOptions space)
    {
        var known = new List<Backbone>();
        foreach (var name in space.Backbones)
        {
            foreach (var problem in Problem("search.space.backbones", () => known.Add(BackboneCatalog.Find(name))))
            {
                yield return problem;
            }
        }

        foreach (var layers in space.Layers)
        {
            if (known.Count > 0 && layers.Split('+').FirstOrDefault(l => known.All(b => b.Layers.All(k => k.Name != l))) is { } missing)
            {
                yield return $"search.space.layers: no backbone of the space has a layer '{missing}'. " +
                    string.Join(" ", known.Select(b => $"'{b.Name}' has {string.Join(", ", b.Layers.Select(l => l.Name))}."));
            }
        }
    }

    private static IEnumerable<string> Problem(string key, Action tried)
    {
        try
        {
            tried();
            return [];
        }
        catch (Exception error) when (error is MLPipelineException or IOException or InvalidDataException or ArgumentException
            or InvalidOperationException or UnauthorizedAccessException or DllNotFoundException)
        {
            return [$"{(error.Message.StartsWith(key, StringComparison.Ordinal) ? "" : key + ": ")}{error.Message}"];
        }
    }
}
