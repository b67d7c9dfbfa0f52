# cpack -G DEB: Debian packages of what people run. The packages are godwit and, since it needs Open MPI, which a desktop
# does not, godwit-mpi for training on several machines. What others build against is not packaged.

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME godwit)
set(CPACK_PACKAGE_VENDOR "The Godwit authors")
set(CPACK_PACKAGE_CONTACT "Godwit maintainers <maintainers@godwit.invalid>" CACHE STRING "Who answers for packages")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
                                                WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL Runtime Mpi)
set(CPACK_COMPONENTS_GROUPING IGNORE)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME godwit)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_RECOMMENDS qt6-wayland)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SUGGESTS "npm, godwit-mpi (= ${PROJECT_VERSION})")
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION
    "Finds objects and faces on photos and folders of photos, in a window and from
the command line, and learns from photos of your own. It is fast on an
ordinary processor, needs no graphics card, and sends nothing anywhere.
.
Small detectors come along; npm is asked for better ones on request.")
set(CPACK_DEBIAN_MPI_PACKAGE_NAME godwit-mpi)
set(CPACK_DEBIAN_MPI_PACKAGE_SECTION science)
set(CPACK_DEBIAN_MPI_PACKAGE_DEPENDS "godwit (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_MPI_PACKAGE_SUGGESTS openmpi-bin)
set(CPACK_COMPONENT_MPI_DESCRIPTION
    "Lets several processes, on one machine or many, train a model of Godwit
together: mpirun -n 4 godwit train ...")
include(CPack)
