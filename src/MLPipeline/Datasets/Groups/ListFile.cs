using MLPipeline.Basics;

namespace MLPipeline.Datasets;

/// <summary>Reads a table that belongs to a dataset: whatever is wrong with it is wrong with the dataset.</summary>
internal static class ListFile
{
    /// <summary>Reads a table with at least these columns.</summary>
    /// <exception cref="DatasetException">The file cannot be read, or lacks a column.</exception>
    public static CsvTable Read(string path, params string[] required)
    {
        try
        {
            return CsvTable.Read(path, required);
        }
        catch (TableException error)
        {
            throw new DatasetException(error.Message, error);
        }
    }
}
