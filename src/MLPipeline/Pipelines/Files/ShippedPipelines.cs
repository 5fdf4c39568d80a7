namespace MLPipeline.Pipelines;

/// <summary>The pipelines that come with the library, by name: those of the repository's folder <c>pipelines</c>.</summary>
public static class ShippedPipelines
{
    private const string Prefix = "pipelines/";
    private const string Extension = ".yaml";

    /// <summary>The names, such as <c>default</c>, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(ShippedPipelines).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The commented text of a pipeline, to be edited or read.</summary>
    /// <returns>YAML, or null where there is no pipeline of that name.</returns>
    public static string? TryRead(string name)
    {
        using var stream = typeof(ShippedPipelines).Assembly.GetManifestResourceStream(Prefix + name + Extension);
        return stream is null ? null : new StreamReader(stream).ReadToEnd();
    }
}
