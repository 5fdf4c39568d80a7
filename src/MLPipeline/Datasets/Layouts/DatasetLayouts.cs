using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>A way of laying out photos in folders or lists.</summary>
public interface IDatasetLayout : INamed
{
    /// <summary>What a folder of this layout looks like, for the message about one that fits none.</summary>
    string Understood { get; }

    /// <summary>The categories of a folder; null where it is not of this layout, so that the next one is asked.</summary>
    /// <param name="root">Full path of a folder that exists.</param>
    /// <param name="options">How it is to be read.</param>
    /// <param name="remark">Receives what is odd and does not stop the reading.</param>
    /// <exception cref="DatasetException">It is of this layout and cannot be used as it is; the message says what to change.</exception>
    IReadOnlyList<CategorySource>? Categories(string root, DatasetOptions options, Action<Finding> remark);
}

/// <summary>The layouts that are understood; each is asked in turn. Add one of your own first, and it is asked before all others.</summary>
public static class DatasetLayouts
{
    /// <summary>All layouts.</summary>
    public static Registry<IDatasetLayout> All { get; } = new("layout", new VisaLayout(), new MvtecLayout(), new FolderLayout());
}
