using MLPipeline.Basics;
using MLPipeline.Detectors;
using MLPipeline.Pipelines;

namespace MLPipeline.Search;

/// <summary>A configuration in one line. What differs from a detector's and an embedding's defaults is named, so that no two look alike.</summary>
internal static class MemberText
{
    /// <summary><c>efficientnet-lite2 260 stage5+stage6 196 cells patch-gaussian rank 32</c></summary>
    public static string Of(MemberOptions member) => Join(
        Path.GetFileNameWithoutExtension(member.Featurizer.Backbone), string.Join('+', member.Featurizer.Layers),
        member.Embedding.Cells == 1 ? "mean" : $"{member.Embedding.Cells} cells", member);

    /// <summary>The same for narrow places: <c>lite2 260 5+6 196 patch-gaussian rank 32</c></summary>
    public static string Brief(MemberOptions member) => Join(
        Path.GetFileNameWithoutExtension(member.Featurizer.Backbone).Split('-')[^1],
        string.Join('+', member.Featurizer.Layers.Select(l => l.StartsWith("stage", StringComparison.Ordinal) ? l["stage".Length..] : l)),
        member.Embedding.Cells == 1 ? "mean" : $"{member.Embedding.Cells}", member);

    /// <summary>Backbone and size: <c>efficientnet-lite2 260</c>.</summary>
    internal static string Network(MemberOptions member) => $"{Path.GetFileNameWithoutExtension(member.Featurizer.Backbone)} {member.Featurizer.Size}";

    private static string Join(string backbone, string layers, string cells, MemberOptions member) => string.Join(
        ' ', [backbone, $"{member.Featurizer.Size}", layers, cells, member.Detector.Type, .. Changed(member)]);

    private static IEnumerable<string> Changed(MemberOptions member)
    {
        var plain = DetectorKinds.All.Find(member.Detector.Type).Defaults;
        foreach (var property in OptionNames.Properties(member.Detector.GetType()))
        {
            if (property.GetValue(member.Detector) is { } value && !value.Equals(property.GetValue(plain)))
            {
                yield return $"{OptionNames.Key(property)} {Value(value)}";
            }
        }

        if (member.Embedding.Smoothing != new Featurization.EmbeddingOptions().Smoothing)
        {
            yield return $"smoothing {member.Embedding.Smoothing}";
        }
    }

    private static string Value(object value) => value is double number
        ? number.ToString("G3", System.Globalization.CultureInfo.InvariantCulture)
        : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;
}
