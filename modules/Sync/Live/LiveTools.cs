using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Replication;
using Aurix.Platform.Sync.Transfer;
using MediatR;

namespace Aurix.Platform.Sync.Live;

/// <summary>What every live session works with.</summary>
internal sealed record LiveTools(
    IMediator Mediator,
    ServerDoor Door,
    RoundRunner Rounds,
    FileRound Files,
    DeviceTools Devices,
    SyncJournal Journal,
    LiveBoard Board,
    NetworkWatch Network,
    SyncOptions Options,
    TimeProvider Time);
