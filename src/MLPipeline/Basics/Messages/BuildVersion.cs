using System.Reflection;

namespace MLPipeline.Basics;

/// <summary>Versions of assemblies, as records, zips and reports name them.</summary>
internal static class BuildVersion
{
    /// <summary>The version of this library.</summary>
    public static string Own { get; } = Of(typeof(BuildVersion).Assembly);

    /// <summary>The informational version of an assembly without its source revision, or "unknown".</summary>
    public static string Of(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version?.ToString() ?? "unknown";
}
