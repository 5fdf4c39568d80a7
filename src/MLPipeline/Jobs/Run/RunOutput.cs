using System.Text.Json;
using MLPipeline.Basics;
using MLPipeline.Datasets;
using MLPipeline.Reports;

namespace MLPipeline.Jobs;

/// <summary>
/// The folder that a run or an evaluation writes to. All files are written below <see cref="Folder"/> first, and take the
/// places of earlier ones when they are complete: whoever stops a second run, or fills the disk, keeps the first.
/// </summary>
/// <remarks>
/// The writing is done in <c>OUT/.unfinished</c>, which is locked: two processes never write the same results. A process that
/// was killed leaves it behind; the next one deletes it, or ends the publishing that it had begun.
/// </remarks>
internal sealed class RunOutput : IDisposable
{
    /// <summary>The folder below that of the results in which they are made.</summary>
    public const string Unfinished = ".unfinished";

    private const string OwnerFile = "owner.lock";

    private readonly string _target;
    private readonly FileStream _owner;

    private readonly bool _isRun;

    private RunOutput(string target, FileStream owner, bool isRun) => (_target, _owner, _isRun) = (target, owner, isRun);

    /// <summary>Where to write to.</summary>
    public string Folder => Path.Combine(_target, Unfinished);

    /// <summary>Whether the results of an earlier run are in the folder.</summary>
    public bool IsRepeated => File.Exists(Record);

    /// <summary>The categories of the earlier run.</summary>
    public IReadOnlyList<string> Earlier => CategoriesOf(Record);

    private string Record => Path.Combine(_target, RunFiles.Record);

    /// <summary>Opens the folder for a run. The results of an earlier run there stay until <see cref="Publish"/>.</summary>
    /// <exception cref="MLPipelineException">It lies among the photos, another process writes there, or it has files that no run has made.</exception>
    public static RunOutput OfRun(string target, Dataset dataset)
    {
        RefuseAmongPhotos(Path.GetFullPath(target), dataset);
        return Open(target, isRun: true, output =>
        {
            if (!output.IsRepeated)
            {
                output.RefuseForeign(dataset.Categories.Select(c => c.Name), $"and no run has made it, since the folder has no {RunFiles.Record}");
            }
            else if (KindOf(output.Record) != RunRecord.RunKind)
            {
                throw new MLPipelineException($"{output._target} has results that are not those of a run (see {RunFiles.Record}). Name another folder for the results.");
            }
        });
    }

    /// <summary>Opens the folder for an evaluation, which replaces nothing unless somebody says so.</summary>
    /// <exception cref="MLPipelineException">Another process writes there, or a file is there that would be replaced.</exception>
    public static RunOutput OfEvaluation(string target, string category, bool overwrite) => Open(target, isRun: false, output =>
    {
        if (!overwrite)
        {
            output.RefuseForeign([category], "and an evaluation replaces no file that it has not made");
        }
    });

    /// <summary>What somebody should know of this folder before the work begins, one sentence each.</summary>
    public IEnumerable<string> Remarks(Dataset dataset)
    {
        var others = Earlier.Except(dataset.Categories.Select(c => c.Name)).Where(name => Directory.Exists(Path.Combine(_target, name))).ToList();
        if (others.Count > 0)
        {
            yield return $"{_target} has folders of an earlier run that this one does not touch and its tables do not cover: {Words.Some(others)}. Delete them, or choose another folder for the results.";
        }

        if (IsBelow(_target, dataset.Root))
        {
            yield return $"The folder for the results, {_target}, lies inside the dataset's, {dataset.Root}. A folder outside keeps photos and results apart.";
        }
    }

    /// <summary>Puts what was written in the places of earlier files, the record last.</summary>
    /// <param name="complete">Whether all was written that belongs to it; what is not leaves complete results of an earlier run alone.</param>
    /// <returns>Whether that was done.</returns>
    public bool Publish(bool complete)
    {
        if (!complete && IsRepeated)
        {
            return false;
        }

        // Of a category that has new results no table of the old ones stays.
        foreach (var folder in Directory.EnumerateDirectories(Folder).Where(f => _isRun && File.Exists(Path.Combine(f, RunFiles.Scores))))
        {
            foreach (var stale in RunFiles.OfCategory.Where(name => !File.Exists(Path.Combine(folder, name))))
            {
                File.Delete(Path.Combine(_target, Path.GetFileName(folder), stale));
            }
        }

        Move();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Only an unfinished repetition has something here that somebody may want.
        if (!File.Exists(Path.Combine(Folder, RunFiles.Record)))
        {
            Clear();
        }

        _owner.Dispose();
        try
        {
            Directory.Delete(Folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Something was left in it on purpose, or another process has come.
        }
    }

    private static RunOutput Open(string target, bool isRun, Action<RunOutput> check)
    {
        target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        var output = new RunOutput(target, Lock(target), isRun);
        try
        {
            if (IsComplete(Path.Combine(output.Folder, RunFiles.Record)))
            {
                // Whoever wrote this was killed while it took its place.
                output.Move();
            }

            output.Clear();
            check(output);
            return output;
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    private static FileStream Lock(string target)
    {
        var owner = Path.Combine(target, Unfinished, OwnerFile);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(owner)!);
            return new(owner, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException error) when (File.Exists(owner))
        {
            throw new MLPipelineException($"Another process writes results into {target}. Wait until it has ended, or choose another folder.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MLPipelineException($"The folder for the results, {target}, cannot be written: {error.Message} Free space or permission is needed there, or another folder.", error);
        }
    }

    private static void RefuseAmongPhotos(string target, Dataset dataset)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataset.Root));
        var isRoot = Path.GetRelativePath(root, target) == ".";
        if (isRoot || (IsBelow(target, root) && dataset.Categories.SelectMany(c => c.Photos).Any(p =>
                IsBelow(p.Path, Path.Combine(root, Path.GetRelativePath(root, target).Split(Path.DirectorySeparatorChar)[0])))))
        {
            throw new MLPipelineException(
                $"The folder for the results, {target}, {(isRoot ? "is that of the dataset" : "lies among the photos of the dataset")}: models and tables would be taken for parts of it. Choose a folder outside {root}.");
        }
    }

    private static bool IsBelow(string path, string folder) =>
        Path.GetRelativePath(folder, path) is var relative && relative != "." && relative != ".." &&
        !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(relative);

    private void RefuseForeign(IEnumerable<string> categories, string why)
    {
        string[] names =
        [
            RunFiles.Record, RunFiles.Categories, RunFiles.Report,
            .. categories.SelectMany(category => RunFiles.OfCategory.Select(name => Path.Combine(category, name))),
        ];
        if (names.FirstOrDefault(name => File.Exists(Path.Combine(_target, name))) is { } found)
        {
            throw new MLPipelineException($"{Path.Combine(_target, found)} is there already, {why}. Nothing was changed. Choose another folder for the results.");
        }
    }

    private void Move()
    {
        var files = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path))
            .Where(name => name != OwnerFile).OrderBy(name => name == RunFiles.Record).ThenBy(name => name, StringComparer.Ordinal).ToList();
        foreach (var name in files)
        {
            var place = Path.Combine(_target, name);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(Path.Combine(Folder, name), place, overwrite: true);
        }
    }

    private void Clear()
    {
        foreach (var entry in new DirectoryInfo(Folder).EnumerateFileSystemInfos().Where(e => e.Name != OwnerFile))
        {
            if (entry is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    private static bool IsComplete(string record) => Read(record, root => root.TryGetProperty("complete", out var complete) && complete.ValueKind == JsonValueKind.True);

    private static string? KindOf(string record) =>
        Read(record, root => root.TryGetProperty("mlpipeline", out _) ? root.TryGetProperty("kind", out var kind) ? kind.ToString() : RunRecord.RunKind : null);

    private static string[] CategoriesOf(string record) => Read(record, root =>
        root.TryGetProperty("categories", out var categories) && categories.ValueKind == JsonValueKind.Array
            ? categories.EnumerateArray().Select(c => c.ValueKind == JsonValueKind.Object && c.TryGetProperty("name", out var name) ? name.ToString() : "").Where(n => n.Length > 0).ToArray()
            : []) ?? [];

    private static T? Read<T>(string record, Func<JsonElement, T> value)
    {
        try
        {
            if (!File.Exists(record))
            {
                return default;
            }

            using var document = JsonDocument.Parse(File.ReadAllBytes(record));
            return document.RootElement.ValueKind == JsonValueKind.Object ? value(document.RootElement) : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
