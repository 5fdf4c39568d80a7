namespace MLPipeline.Tests;

/// <summary>Where things lie: the repository, and the real photos beside it on machines that have them.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>A folder below <c>../shared/data</c>; the test is skipped where it is missing.</summary>
    public static string RealData(string name)
    {
        var path = Path.Combine(Root, "..", "shared", "data", name);
        Assert.SkipUnless(Directory.Exists(path), $"no data: ../shared/data/{name}");
        return Path.GetFullPath(path);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MLPipeline.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
