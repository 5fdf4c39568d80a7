using Microsoft.Extensions.FileSystemGlobbing;
using MLPipeline.Basics;
using MLPipeline.Datasets;

namespace MLPipeline.Cli;

/// <summary>The photos that the arguments of a command name: files as they are, folders with all below them, globs.</summary>
internal sealed class PhotoPaths
{
    private static readonly char[] GlobCharacters = ['*', '?'];

    private readonly List<string> _warnings = [];
    private readonly string? _except;

    private PhotoPaths(IEnumerable<string> arguments, string? except)
    {
        _except = except;
        Paths = [.. arguments.SelectMany(Expand).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The photos, each once, in the order of the arguments.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>What was found and is not read, a line each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Whether every folder could be looked into.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Finds the photos.</summary>
    /// <param name="arguments">Files, folders, globs.</param>
    /// <param name="except">A folder that is left out, such as the one that maps go to; null: none.</param>
    /// <exception cref="FileNotFoundException">An argument names nothing.</exception>
    /// <exception cref="MLPipelineException">An argument is a video or a stream.</exception>
    public static PhotoPaths Of(IEnumerable<string> arguments, string? except = null) => new(arguments, except);

    private IEnumerable<string> Expand(string argument)
    {
        if (Directory.Exists(argument))
        {
            return Take(FolderScan.Deep(argument, _except), argument, $"The folder {argument} holds no photos ({string.Join(", ", ImageFiles.Endings)}).");
        }

        if (ImageFiles.IsVideo(argument))
        {
            throw new MLPipelineException(
                $"{argument} is a video or a stream, and this model scores single photos. Take frames out of it first, for instance: ffmpeg -i '{argument}' -vf fps=1 frames/%06d.png");
        }

        if (File.Exists(argument) || argument.IndexOfAny([.. GlobCharacters, '[']) < 0)
        {
            return [argument];
        }

        var sets = argument.Contains('[', StringComparison.Ordinal) ? " Of wildcards * and ? are known; for [...] leave out the quotes, so that the shell expands it." : "";
        return argument.IndexOfAny(GlobCharacters) >= 0
            ? Take(FolderScan.Of(Glob(argument)), ".", $"Nothing matches {argument}.{sets}")
            : throw new FileNotFoundException($"There is no file {argument}.{sets}");
    }

    private IReadOnlyList<string> Take(FolderScan scan, string place, string message)
    {
        var notRead = scan.NotRead(place);
        _warnings.AddRange(notRead);
        IsComplete &= scan.Closed.Count == 0;
        return scan.Photos.Count > 0 ? scan.Photos : throw new FileNotFoundException(string.Join(' ', [message, .. notRead]));
    }

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
        return matcher.GetResultsInFullPath(root).Select(p => Path.IsPathRooted(pattern) ? p : Path.GetRelativePath(".", p));
    }
}
