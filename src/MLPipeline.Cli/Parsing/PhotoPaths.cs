using Microsoft.Extensions.FileSystemGlobbing;
using MLPipeline.Datasets;

namespace MLPipeline.Cli;

/// <summary>Turns the arguments of a command into photos: files as they are, folders with all below them, globs.</summary>
internal static class PhotoPaths
{
    private static readonly char[] GlobCharacters = ['*', '?'];

    /// <summary>The photos, each once, in the order of the arguments.</summary>
    /// <exception cref="FileNotFoundException">An argument names nothing.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> arguments)
    {
        var paths = arguments.SelectMany(argument =>
        {
            if (Directory.Exists(argument))
            {
                return NotEmpty(Images(argument), $"The folder {argument} holds no photos ({string.Join(", ", ImageFiles.Endings)}).");
            }

            return argument.IndexOfAny(GlobCharacters) >= 0 && !File.Exists(argument)
                ? NotEmpty(Glob(argument), $"Nothing matches {argument}.")
                : [argument];
        });
        return [.. paths.Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Images(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(ImageFiles.IsImage).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Glob(string pattern)
    {
        // The part before the first folder with a wildcard is where to look.
        var parts = pattern.Replace('\\', '/').Split('/');
        var fixedParts = parts.TakeWhile(p => p.IndexOfAny(GlobCharacters) < 0).ToArray();
        var root = fixedParts.Length == 0 ? "." : string.Join('/', fixedParts) + "/";
        if (!Directory.Exists(root))
        {
            return [];
        }

        var matcher = new Matcher().AddInclude(string.Join('/', parts[fixedParts.Length..]));
        return matcher.GetResultsInFullPath(root)
            .Select(p => Path.IsPathRooted(pattern) ? p : Path.GetRelativePath(".", p))
            .Where(ImageFiles.IsImage)
            .Order(StringComparer.Ordinal);
    }

    private static IReadOnlyList<string> NotEmpty(IEnumerable<string> paths, string message)
    {
        var list = paths.ToArray();
        return list.Length > 0 ? list : throw new FileNotFoundException(message);
    }
}
