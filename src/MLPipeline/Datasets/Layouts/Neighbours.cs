using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>The folders beside the categories of a dataset.</summary>
internal static class Neighbours
{
    /// <summary>Says which of them are left out, where there is something in them.</summary>
    /// <param name="root">The dataset's folder.</param>
    /// <param name="others">Its folders that are no category.</param>
    /// <param name="isCategory">Whether one looks like a category all the same.</param>
    /// <param name="lacking">What it would need to be one.</param>
    /// <param name="remark">Receives what is to be said.</param>
    public static void Tell(string root, IEnumerable<string> others, Func<string, bool> isCategory, string lacking, Action<Finding> remark)
    {
        foreach (var other in others)
        {
            // What cannot be a category is looked at from outside: only a few files directly in it would be missed.
            var scan = FolderScan.Flat(other);
            var remarks = new Remarks(root, FileNames.Shown(CategorySource.NameOf(other)));
            if (isCategory(other) || scan.Photos.Count > 0)
            {
                remarks.Warn($"left out, because it has no {lacking} as its neighbours have.");
            }

            if (scan.Closed.Count > 0)
            {
                remarks.NotRead(scan, remarks.Relative(other));
            }

            foreach (var found in remarks.Found)
            {
                remark(found);
            }
        }
    }
}
